/** What must not be rewritten: `<in words>/input` of each codemod stays byte for byte, with the reason that `reason.txt` gives (a code, then words of the chain). */
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { caseFolders, readOptions, readTree, rewriteTree } from './rewriting.js';

describe.each(caseFolders('left-untouched'))('%s leaves untouched', (codemod, folder) => {
  const names = readdirSync(folder).sort();

  it('has cases', () => expect(names.length).toBeGreaterThan(0));

  it.each(names)('%s', (name) => {
    const here = path.join(folder, name);
    const { plan, result } = rewriteTree(readTree(path.join(here, 'input')), { codemod, ...readOptions(here) });
    const [code = '', ...words] = readFileSync(path.join(here, 'reason.txt'), 'utf8').trim().split('\n');
    const blocked = plan.components.filter((component) => component.status === 'blocked');
    const reasons = [
      ...blocked.map((component) => ({ code: component.code, text: component.chain.map((step) => `${step.text} (${step.at?.file ?? ''}:${step.at?.line ?? ''})`).join('\n') })),
      ...result.refused.map((one) => ({ code: one.code, text: one.chain.map((step) => step.text).join('\n') })),
      ...plan.resources.filter((resource) => resource.codemod !== codemod || !plan.components.some((component) => component.resources.includes(resource.resource))).map((resource) => ({ code: resource.target, text: `${resource.pattern}: ${resource.reason}` })),
    ];
    expect(result.changes.map((change) => change.file)).toEqual([]);
    const found = reasons.filter((reason) => reason.code === code);
    expect(found.length, JSON.stringify(reasons, null, 2)).toBeGreaterThan(0);
    for (const word of words) expect(found.map((reason) => reason.text).join('\n')).toContain(word);
  });
});
