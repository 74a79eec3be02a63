/** What a recording adds to a program: edges seen, edges that only it knows, callers of whom the code says nothing; and what it must not add. */
import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { loadRules } from '../../rules/load.js';
import { memoryProject } from '../../core/project.js';
import type { Trace, TracePosition } from '../../core/trace.js';
import { readFacts } from '../../pipeline/facts.js';
import { linkProject } from '../../pipeline/link.js';
import { withSeen, type SeenProgram } from '../../pipeline/seen-calls.js';

const hash = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Position of the nth `mark` in the text, from 1. */
function position(text: string, mark: string, nth = 1): TracePosition {
  let at = -1;
  for (let i = 0; i < nth; i++) at = text.indexOf(mark, at + 1);
  if (at === -1) throw new Error(`no ${mark}`);
  const before = text.slice(0, at).split('\n');
  return [before.length, (before.at(-1) ?? '').length + 1];
}

interface Seen {
  /** `file mark nth`, or null. */
  at: [file: string, mark: string, nth?: number] | null;
  to: [file: string, mark: string];
  via?: string;
  calls?: number;
  /** observed, ours */
  site?: [number, number];
}

function joined(files: Record<string, string>, seen: Seen[], more: { files?: Trace['files']; accepted?: boolean } = {}): SeenProgram {
  const project = memoryProject(files);
  const linked = linkProject(project, readFacts(project), loadRules());
  const text = (file: string): string => files[file] ?? '';
  const calls = seen.map(({ at, to, via, calls: n }): Trace['calls'][number] => ({ at: at && { file: at[0], position: position(text(at[0]), at[1], at[2]) }, to: { file: to[0], start: position(text(to[0]), to[1]) }, via: via ?? null, calls: n ?? 1 }));
  const sites = seen.flatMap(({ at, site }): Trace['sites'] => (at && site ? [{ file: at[0], at: position(text(at[0]), at[1], at[2]), observed: site[0], ours: site[1] }] : []));
  const sources = Object.fromEntries(Object.entries(files).filter(([file]) => file.endsWith('.js')).map(([file, content]) => [file, { sha256: hash(content) }]));
  const trace: Trace = { schema: 1, tool: '0', recorded: '2026-11-28T00:00:00.000Z', command: ['npm', 'test'], processes: 1, files: { ...sources, ...more.files }, left: [], calls, sites };
  return withSeen(linked.program, trace, { facts: linked.facts, read: (file) => files[file] ?? null, hash, accepted: more.accepted === true });
}

const edges = ({ program }: SeenProgram): string[] => program.edges.filter((edge) => edge.seen).map((edge) => {
  const name = (id: string): string => program.functions.find((fn) => fn.id === id)?.name || 'module';
  const { possible, only, accepted, calls } = edge.seen ?? { calls: 0 };
  return `${edge.confidence} ${edge.kind} ${name(edge.from)} -> ${name(edge.to)}${edge.via ? ` by ${edge.via}` : ''} ${edge.result} x${calls}${possible ? ' possible' : ''}${only ? ' only' : ''}${accepted ? ' accepted' : ''}`;
});

const strangers = ({ program }: SeenProgram): string[] => program.functions.flatMap((fn) => (fn.stranger ? [`${fn.name} by ${fn.stranger.by}`] : []));

const LOG = `export class Log {\n  keep(line) { return line; }\n  get size() { return 1; }\n}\nexport function plain(line) { return line; }\n`;
const files = (app: string): Record<string, string> => ({ 'package.json': '{"type":"module"}', 'src/log.js': LOG, 'src/app.js': app });
const KEEP: Seen['to'] = ['src/log.js', '(line) { return'];
const PLAIN: Seen['to'] = ['src/log.js', 'function plain'];

describe('a call that was seen', () => {
  test('confirms what the code is sure of, and leaves it certain', () => {
    const made = joined(files(`import { plain } from './log.js';\nplain(1);\n`), [{ at: ['src/app.js', 'plain(1)'], to: PLAIN, calls: 3 }]);
    expect(edges(made)).toEqual(['certain call module -> plain discarded x3']);
    expect(made).toMatchObject({ confirmed: 1, added: 0, stale: [] });
  });

  test('turns a possible call into a seen one', () => {
    const app = `import { Log } from './log.js';\nconst logs = {};\nlogs[process.argv[2]] = new Log();\nexport function use(kept) { kept[0].keep(1); }\n`;
    const files = (text: string): Record<string, string> => ({ 'package.json': '{"type":"module"}', 'src/log.js': `import fs from 'node:fs';\n${LOG.replace('return line;', `return fs.appendFileSync('data/log.txt', line);`)}`, 'src/app.js': text });
    expect(edges(joined(files(app), [{ at: ['src/app.js', 'keep(1)'], to: KEEP, site: [4, 4] }]))).toEqual(['seen call use -> keep discarded x1 possible only']);
    expect(edges(joined(files(app), [{ at: ['src/app.js', 'keep(1)'], to: KEEP, site: [4, 4] }], { accepted: true }))).toEqual(['seen call use -> keep discarded x1 possible only accepted']);
    expect(edges(joined(files(app), [{ at: ['src/app.js', 'keep(1)'], to: KEEP, site: [4, 3] }], { accepted: true }))).toEqual(['seen call use -> keep discarded x1 possible']);
  });

  test.each([
    ['through a computed name', `export function use(table, name) { return table[name](1); }\n`, ['src/app.js', '(1)'], ['seen call use -> plain returned x1']],
    ['through a parameter', `export function use(step) { step(1); }\n`, ['src/app.js', 'step(1)'], ['seen call use -> plain discarded x1']],
    ['by a list, on behalf of the program', `export const use = (list, step) => list.map(step);\n`, ['src/app.js', 'map(step)'], ['seen callback use -> plain by Array.map returned x1'], 'Array.map'],
    ['by a stand-in of a test library', `export function use(step) { step(1); }\n`, ['src/app.js', 'step(1)'], ['seen call use -> plain discarded x1'], '@vitest/spy'],
  ] as [string, string, [string, string], string[], string?][])('is added where the code does not show it: %s', (_what, app, at, expected, via) => {
    const made = joined(files(app), [{ at, to: PLAIN, ...(via ? { via } : {}) }]);
    expect(edges(made)).toEqual(expected);
    expect(made).toMatchObject({ confirmed: 0, added: 1 });
  });
});

describe('what is no call of the code', () => {
  test('an iterator, a getter, an argument of another call: no edge', () => {
    const app = `import { plain } from './log.js';\nexport function use(log, other) { other(log.size); other(log.keep); return [...log.list].length; }\n`;
    const made = joined(files(app), [{ at: ['src/app.js', 'size'], to: ['src/log.js', '() { return 1'] }, { at: ['src/app.js', 'log.keep'], to: KEEP }, { at: ['src/app.js', 'log.list'], to: KEEP }]);
    expect(edges(made)).toEqual([]);
    expect(strangers(made)).toEqual(['keep by the language itself']);
  });

  test('a package that calls a function which nobody gave it is a stranger; one that was given it is not', () => {
    const app = `import { plain } from './log.js';\nimport each from 'each-of';\neach(plain);\nexport function up() { return 1; }\n`;
    expect(strangers(joined(files(app), [{ at: null, to: ['src/app.js', 'function up'], via: 'migrator' }, { at: null, to: PLAIN, via: 'each-of' }]))).toEqual(['up by migrator']);
  });
});

describe('a file that has changed since', () => {
  test('counts for nothing, and is named', () => {
    const app = `import { plain } from './log.js';\nplain(1);\n`;
    const made = joined(files(app), [{ at: ['src/app.js', 'plain(1)'], to: PLAIN }], { files: { 'src/log.js': { sha256: 'other' }, 'src/gone.js': { sha256: 'gone' } } });
    expect(edges(made)).toEqual([]);
    expect(made.stale).toEqual(['src/log.js', 'src/gone.js']);
  });
});
