import { expect, it } from 'vitest';
import { folderWith, run } from '../command-line.js';

const GOOD = `rules:
  - id: our-note
    title: Notes are written
    area: filesystem
    match:
      site: ["our-notes.write"]
      arguments: {"0": {kind: object}}
    verdict: {workers: throws, containers: ephemeral}
    effort: {fixed: [1, 2], site: [0.1, 0.5]}
    fix: {codemod: fs-to-kv}
    why: They are lost.
    instead: R2.
    links: [{source: our handbook, date: "2026-11-21"}]
    examples:
      hits: ["a"]
      misses: ["b", "c"]
`;

const linted = async (text: string): Promise<{ code: number; said: string }> => {
  const { code, out, log } = await run(folderWith({ 'our.yaml': text }), 'rules', 'lint', 'our.yaml');
  return { code, said: `${out}${log}` };
};

it('finds nothing in a good rule file', async () => {
  const { code, said } = await linted(GOOD);
  expect(said).toMatch(/^\d+ rules, 0 problems\n$/);
  expect(code).toBe(0);
});

const MATCH = 'site: ["our-notes.write"]';
const ARGUMENT = '{"0": {kind: object}}';

it.each<[what: string, right: string, wrong: string, place: string, said: RegExp]>([
  ['a missing miss', 'misses: ["b", "c"]', 'misses: ["b"]', '16:15', /2/],
  ['an example that is hit and miss', 'misses: ["b", "c"]', 'misses: ["a", "c"]', '15:7', /stands there twice/],
  ['an unknown fix', 'codemod: fs-to-kv', 'codemod: fs-to-tape', '10:20', /no codemod fs-to-tape/],
  ['an id that is taken', 'id: our-note', 'id: fs-durable-write', '2:9', /fs-durable-write is used twice/],
  ['a missing source', 'links: [{source: our handbook, date: "2026-11-21"}]', 'links: []', '13:12', /1/],
  ['a source that is not named', 'links: [{source: our handbook, date: "2026-11-21"}]', 'links: [somewhere]', '2:5', /somewhere/],
  ['an unknown module of Node', MATCH, 'site: ["our-notes.write", "node:fss.writeFileSync"]', '6:33', /no module fss/],
  ['a module of Node without its prefix', MATCH, 'site: ["fs.writeFileSync"]', '6:14', /written node:fs/],
  ['a handle that has another name', MATCH, 'site: ["pg-pool().query"]', '6:14', /what pg-pool returns is called pg\.Pool\(\)/],
  ['an unknown purpose', MATCH, 'site: ["node:fs.writeFileSync"]\n      persistence: [durabel]', '7:21', /durable/],
  ['an unknown reach', MATCH, `${MATCH}\n      reach: [producton]`, '7:15', /production/],
  ['an unknown root', MATCH, 'site: ["node:fs.writeFileSync"]\n      roots: [temp]', '7:15', /no path starts at temp/],
  ['a purpose of what stores nothing', MATCH, 'site: ["node:os.cpus"]\n      persistence: [durable]', '6:7', /touches storage/],
  ['a module of Node as a package', `match:\n      ${MATCH}\n      arguments: ${ARGUMENT}`, 'match:\n      package: [fs]', '6:17', /no package/],
  ['a package without a name', `match:\n      ${MATCH}\n      arguments: ${ARGUMENT}`, 'match:\n      package: ["our notes"]', '6:17', /no name of a package/],
  ['an argument that is absent and of a kind', ARGUMENT, '{"0": {kind: object, absent: true}}', '7:24', /absent and to have a value/],
  ['an argument that is equal to what its pattern excludes', ARGUMENT, '{"0": {equals: abc, pattern: "^x"}}', '7:24', /does not fit/],
  ['an argument that is no object and has a property', ARGUMENT, '{"0": {kind: string}, "0.store": {equals: "x"}}', '7:51', /has no 0\.store/],
  ['an argument that is unknown and constant', ARGUMENT, '{"0": {constant: false, equals: abc}}', '7:24', /unknown and to have a value/],
])('finds %s, with line and column', async (_, right, wrong, place, expected) => {
  expect(GOOD).toContain(right);
  const { code, said } = await linted(GOOD.replace(right, wrong));
  expect(said).toContain(`our.yaml:${place}: `);
  expect(said).toMatch(expected);
  expect(code).toBeGreaterThan(0);
});

it('finds a match that a rule before it has, however it is written', async () => {
  const second = GOOD.replace('rules:\n', '').replace('our-note', 'our-other-note').replace('["our-notes.write"]', '["{our-notes,our-notes}.write"]');
  const { code, said } = await linted(GOOD + second);
  expect(said).toContain('our.yaml:21:7: our-other-note: it matches exactly what our-note matches');
  expect(code).toBe(1);
});
