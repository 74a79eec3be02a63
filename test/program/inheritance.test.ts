import { describe, expect, test } from 'vitest';
import { linked, sitesIn } from './linked.js';

const COUNT = 14;

/** Classes each of which may extend any of the others, as bundles of mixins leave them. */
const MIXINS = `let base;
${Array.from({ length: COUNT }, (_, i) => `class Part${i} extends base {}\nbase = Part${i};`).join('\n')}
`;

describe('members that a class inherits', () => {
  test('come from the base class, also from one outside of the program', () => {
    const sites = sitesIn(`const fs = require('fs');\nclass Shelf { save() { fs.writeFileSync('data/shelf.json', ''); } }\nclass Desk extends Shelf {}\nnew Desk().save();`);
    expect(sites.map((site) => site.origin)).toContain('node:fs.writeFileSync');
    expect(linked({ 'app.js': `class Shelf { save() {} }\nclass Desk extends Shelf {}\nnew Desk().save();` }).edges.some((edge) => edge.from === 'app.js#0' && edge.kind === 'call')).toBe(true);
  });

  test('are asked of each class once, however many each may extend', () => {
    const started = performance.now();
    const { functions } = linked({ 'app.js': `${MIXINS}\nnew Part0().draw();\nPart1.make();\nexports.draw = (part) => part.draw();` });
    expect(functions.length).toBeGreaterThan(0);
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});
