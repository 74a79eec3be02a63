#!/usr/bin/env node
// Lays out the files of a new rule, analyzer, codemod or section, and its line in the room's list. It overwrites nothing and decides nothing:
// what a person has to say is marked `to-be-written`, and `npm run check` fails as long as such a mark is left.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');
const read = (file) => readFileSync(path.join(root, file), 'utf8');

/** `fs-to-r2` → `fsToR2`. */
const camel = (name) => name.replace(/-(\w)/g, (_, letter) => letter.toUpperCase());

/** Stops with a message for people; the exit code says that nothing was written. */
function refuse(message) {
  console.error(`new: ${message}`);
  process.exit(2);
}

/** Puts an import in front of the first one that sorts after it, by its path. */
function withImport(text, line) {
  const specifier = (one) => /from '([^']+)'/.exec(one)?.[1] ?? '';
  const lines = text.split('\n');
  const imports = lines.flatMap((one, index) => (/^import .* from '\.\//.test(one) ? [index] : []));
  const after = imports.find((index) => specifier(lines[index]) > specifier(line));
  const at = after ?? (imports.at(-1) ?? lines.findLastIndex((one) => one.startsWith('import '))) + 1;
  return [...lines.slice(0, at), line, ...lines.slice(at)].join('\n');
}

/** Adds `name` to the list that `pattern` finds (its one group is the list's inside), before `before` when that is an item. */
function withItem(text, pattern, name, before) {
  const match = pattern.exec(text);
  if (!match) refuse(`the list to add ${name} to was not found: ${pattern}`);
  const [whole, inside] = match;
  const items = inside.split(',').map((item) => item.trim()).filter(Boolean);
  const at = before && items.includes(before) ? items.indexOf(before) : items.length;
  const listed = [...items.slice(0, at), name, ...items.slice(at)].join(', ');
  const lead = /^\s*/.exec(inside)[0];
  const tail = inside.includes('\n') ? `,${/\s*$/.exec(inside)[0]}` : '';
  return text.replace(whole, () => whole.replace(inside, () => `${lead}${listed}${tail}`));
}

function rule(name) {
  const file = 'rules/compat.yaml';
  if (new RegExp(`^\\s*- id: ${name}$`, 'm').test(read(file))) refuse(`there is a rule ${name} already`);
  const entry = `
  - id: ${name}
    title: to-be-written
    area: other
    match: {site: ["to-be-written.call"]}
    verdict: {workers: unknown, containers: unknown}
    effort: {fixed: [0, 0], site: [0, 0]}
    why: to-be-written
    instead: to-be-written
    links: [judgement]
    examples:
      hits:
        - |
          import { call } from 'to-be-written';
          call();
      misses:
        - |
          const call = () => 'a function of the same name';
          call();
        - |
          // call() of to-be-written stands in a comment and in a string only
          export const text = "import { call } from 'to-be-written'; call();";
`;
  // What is known to be harmless is a list of its own behind the rules.
  const [rules, harmless] = read(file).split(/(?=\n# [^\n]*\nharmless:)/);
  return { files: {}, edits: { [file]: `${rules.trimEnd()}\n${entry}${harmless ?? ''}` }, next: 'Fill in the entry; docs/rules.md says what each key means, and where its evidence goes. Test it: npx vitest run test/rules' };
}

function analyzer(name) {
  const constant = camel(name);
  const source = `/** to-be-written: which fact this reads from one file, and what it leaves to others. */
import type { SyntaxNode } from '../core/parse.js';
import { type Analyzer, type Context, place } from './context.js';

/** A fact of a new kind is a new optional field of FileFacts (core/facts.ts); it holds no opinion and no node. */
function note(node: SyntaxNode, context: Context): void {
  place(context, node); // to-be-written
}

export const ${constant}: Analyzer = {
  name: '${name}',
  visit: { DebuggerStatement: note },
};
`;
  const test = `/** What the ${name} analyzer reads, and the look-alikes that it does not. */
import { describe, expect, test } from 'vitest';
import { analyzeFile, analyzers } from '../../analyzers/index.js';
import type { FileFacts } from '../../core/facts.js';

const factsOf = (text: string): FileFacts => {
  const result = analyzeFile('app.js', text);
  if (!('facts' in result)) throw new Error(result.skipped.detail);
  return result.facts;
};

test('${name} rides the one walk', () => {
  expect(analyzers.map((analyzer) => analyzer.name)).toContain('${name}');
});

describe('no fact', () => {
  const lookAlikes: [name: string, text: string][] = [
    ['a shadowed name', 'function run(toBeWritten) { toBeWritten(); }'],
    ['a type-only import', 'import type { Thing } from "to-be-written"; export const thing: Thing | null = null;'],
    ['a string and a comment', 'export const text = "to-be-written()"; // to-be-written()'],
  ];
  test.each(lookAlikes)('%s', (_name, text) => {
    expect(factsOf(text).calls.filter((call) => call.kind === 'new')).toEqual([]); // to-be-written: the new fact
  });
});
`;
  const list = withItem(withImport(read('analyzers/index.ts'), `import { ${constant} } from './${name}.js';`), /analyzers: readonly Analyzer\[\] = \[([^\]]*)\]/, constant);
  return {
    files: { [`analyzers/${name}.ts`]: source, [`test/analyzers/${name}.test.ts`]: test },
    edits: { 'analyzers/index.ts': list },
    next: `Test it: npx vitest run test/analyzers/${name}.test.ts`,
  };
}

function section(name) {
  const constant = camel(name);
  const source = `/** to-be-written: the question of the reader that this section answers, and what it does not say. */
import type { Dossier } from '../../core/dossier.js';
import { type Section, missing } from '../blocks.js';

export const ${constant} = ({ plan }: Dossier): Section => ({
  id: '${name}',
  title: 'to-be-written',
  blocks: [missing(plan ? 'to-be-written' : 'Not planned: this report was made from a scan without the source.')],
});
`;
  const test = `/** The section ${name}: what it says, and what it says when there is nothing to say. */
import { expect, test } from 'vitest';
import { ${constant} } from '../../../reports/sections/${name}.js';
import { SECTIONS } from '../../../reports/sections/index.js';
import { sampleDossier } from '../sample-dossier.js';

test('${name} is part of every report', () => {
  expect(SECTIONS).toContain(${constant});
});

test('it says so when nothing was planned', () => {
  const { blocks } = ${constant}({ ...sampleDossier, plan: null });
  expect(JSON.stringify(blocks)).toContain('Not planned');
});
`;
  const list = withItem(withImport(read('reports/sections/index.ts'), `import { ${constant} } from './${name}.js';`), /SECTIONS: \(\(dossier: Dossier\) => Section\)\[\] = \[([^\]]*)\]/, constant, 'appendix');
  return {
    files: { [`reports/sections/${name}.ts`]: source, [`test/reports/sections/${name}.test.ts`]: test },
    edits: { 'reports/sections/index.ts': list },
    next: `Test it: npx vitest run test/reports/sections/${name}.test.ts`,
  };
}

function codemod(name) {
  const constant = camel(name);
  const source = `/** ${name}: to-be-written. Handles: to-be-written. Leaves alone, with the reason: everything else. */
import type { Change } from '../../core/changes.js';
import type { PlanComponent } from '../../core/plan.js';
import type { Codemod, Rewrite, RewriteInput } from '../define.js';

/** Changes of one component: all that it needs, or none. Ranges come from the source that \`read\` gives, never from the plan's offsets alone. */
function changesOf(component: PlanComponent, input: RewriteInput): Change[] {
  return component.files.every((file) => input.read(file) === null) ? [] : []; // to-be-written
}

function rewrite(input: RewriteInput): Rewrite {
  const components = input.plan.components.filter((component) => component.status === 'rewrite');
  return { changes: components.flatMap((component) => changesOf(component, input)), refused: [], notes: [] };
}

export const ${constant}: Codemod = { name: '${name}', title: 'to-be-written', rewrite };
`;
  const test = `/** Cases of ${name}: each folder holds \`input\` and, where something changes, \`expected\`. The stern loop writes to copies only. */
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { homePath } from '../../core/home.js';
import { parseSource } from '../../core/parse.js';
import { rewriteScan } from '../../pipeline/rewrite.js';
import { scanFolder } from '../../pipeline/scan.js';
import { type Tree, readTree } from './rewriting.js';

const cases = homePath('test', 'codemods', '${name}', 'cases');
const names = readdirSync(cases);
const scratch = mkdtempSync(path.join(tmpdir(), '${name}-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** Files of the folder after the rewrite, and how many it changed. */
function rewritten(folder: string): { changed: number; files: Tree } {
  const { changes } = rewriteScan(scanFolder(folder), { codemod: '${name}' });
  for (const change of changes) {
    mkdirSync(path.dirname(path.join(folder, change.file)), { recursive: true });
    writeFileSync(path.join(folder, change.file), change.after);
  }
  return { changed: changes.length, files: readTree(folder) };
}

test('there are cases', () => {
  expect(names.length).toBeGreaterThan(0);
});

describe.each(names)('%s', (name) => {
  const input = path.join(cases, name, 'input');
  const expected = readTree(path.join(cases, name, 'expected'));
  const copy = path.join(scratch, name);
  cpSync(input, copy, { recursive: true });

  test('gives what is expected, and every file parses', () => {
    const before = readTree(input);
    const { changed, files } = rewritten(copy);
    expect(expected, 'a fixture that equals its expectation').not.toEqual(before);
    expect(files).toEqual(Object.keys(expected).length > 0 ? expected : before);
    if (Object.keys(expected).length === 0) expect(changed).toBe(0);
    for (const [file, text] of Object.entries(files)) if (/\\.[cm]?[jt]s$/.test(file)) expect(parseSource(file, text).ok, file).toBe(true);
  });

  test('changes nothing the second time', () => {
    expect(rewritten(copy).changed).toBe(0);
  });
});
`;
  const example = `import { readFileSync } from 'node:fs';

// It ships with the code and is only read: nothing to rewrite. to-be-written: eight cases or more.
export const tides = JSON.parse(readFileSync(new URL('./tides.json', import.meta.url), 'utf8'));
`;
  const input = `test/codemods/${name}/cases/an-asset-stays-as-it-is/input`;
  const list = withItem(withImport(read('codemods/index.ts'), `import { ${constant} } from './${name}/index.js';`), /codemods: Codemod\[\] = \[([^\]]*)\]/, constant);
  return {
    files: {
      [`codemods/${name}/index.ts`]: source,
      [`test/codemods/${name}.test.ts`]: test,
      [`${input}/package.json`]: '{ "name": "tide-table", "type": "module", "main": "tides.js" }\n',
      [`${input}/tides.js`]: example,
      [`${input}/tides.json`]: '[]\n',
    },
    edits: { 'codemods/index.ts': list, 'codemods/names.ts': withItem(read('codemods/names.ts'), /CODEMOD_NAMES = \[([^\]]*)\]/, `'${name}'`) },
    next: `Name it as the fix of a rule. Test it: npx vitest run test/codemods/${name}.test.ts`,
  };
}

const KINDS = { rule, analyzer, codemod, section };
const USAGE = `usage: npm run new -- ${Object.keys(KINDS).join('|')} name-in-kebab-case`;

const [kind = '', name = '', ...rest] = process.argv.slice(2);
if (!Object.hasOwn(KINDS, kind) || rest.length > 0) refuse(USAGE);
if (!/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(name)) refuse(`"${name}" is no name in kebab-case\n${USAGE}`);
const { files, edits, next } = KINDS[kind](name);
const taken = Object.keys(files).filter((file) => existsSync(path.join(root, file)));
if (taken.length > 0) refuse(`${taken.join(' and ')} exist already; nothing was written`);
for (const [file, text] of [...Object.entries(files), ...Object.entries(edits)]) {
  mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
  writeFileSync(path.join(root, file), text);
  console.log(`${file in files ? 'new    ' : 'changed'}  ${file}`);
}
console.log(next);
