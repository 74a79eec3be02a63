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

  test('may be put in their place by a subclass in another file, whichever way the modules give the class away', () => {
    const base = 'class Shelf { open() { return this.read(); }\n read() { return null; } }';
    const sub = 'class Desk extends Shelf { read() { return 1; } }';
    for (const files of [
      { 'shelf.js': `${base}\nmodule.exports = Shelf;`, 'app.js': `const Shelf = require('./shelf');\n${sub}\nnew Desk().open();` },
      { 'shelf.js': `${base}\nmodule.exports = { Shelf };`, 'app.js': `const { Shelf } = require('./shelf');\n${sub}\nnew Desk().open();` },
      { 'shelf.js': `export default ${base}`, 'app.js': `import Shelf from './shelf.js';\n${sub}\nnew Desk().open();` },
    ]) {
      const { functions, edges } = linked(files);
      const read = functions.find(({ id, name }) => id.startsWith('app.js') && name === 'read')?.id;
      expect(edges.filter((edge) => edge.to === read).map((edge) => [edge.from.slice(0, 8), edge.kind, edge.confidence])).toEqual([['shelf.js', 'call', 'certain']]);
    }
  });

  test('are constructed with it: a base class from outside gets what its subclass was made with', () => {
    const text = (cls: string): string => `const fs = require('fs');\nconst http = require('http');\n${cls}\nnew Log('data/log.txt');`;
    const paths = (cls: string): string[] => sitesIn(text(cls)).map((site) => `${site.origin} ${site.storage?.path.text ?? ''}`);
    expect(paths('class Log extends fs.WriteStream {}')).toEqual(['node:fs.WriteStream data/log.txt']);
    expect(paths('class Base extends fs.WriteStream {} class Log extends Base {}')).toEqual(['node:fs.WriteStream data/log.txt']);
    expect(paths('class Log extends fs.WriteStream { constructor(path) { super(path, { flags: "a" }); } }')).toContain('node:fs.WriteStream data/log.txt');
    expect(paths('class Log extends http.Server { constructor() { super({}); } }')).toEqual(['node:http.Server ']);
    expect(paths('class Log { constructor(path) { this.path = path; } }')).toEqual([]);
  });

  test('are asked of each class once, however many each may extend', () => {
    const started = performance.now();
    const { functions } = linked({ 'app.js': `${MIXINS}\nnew Part0().draw();\nPart1.make();\nexports.draw = (part) => part.draw();` });
    expect(functions.length).toBeGreaterThan(0);
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});
