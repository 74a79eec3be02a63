/** Names the entry in the wrangler configuration that is there, the variables and the files that go with it. Everything else in it stays. */
import { parse as parseToml } from 'smol-toml';
import { readJson, setJson } from '../shared/json-text.js';
import { CONFIGURATION_FILES, MAIN_TO_COME } from './wrangler.js';

export interface Configured {
  file: string;
  text: string;
  main: string | null;
  /** Names of its variables. */
  vars: ReadonlySet<string>;
  /** Words that it replaces. */
  define: ReadonlySet<string>;
  /** It says itself which files go along. */
  ships: boolean;
}

/** What a program needs of the configuration to be served. */
export interface Served {
  /** null: it stays as it is. */
  main: string | null;
  vars: Readonly<Record<string, string>>;
  define: Readonly<Record<string, string>>;
  /** Files that go along. */
  globs: readonly string[];
}

interface Parsed {
  main?: string;
  vars?: Record<string, unknown>;
  define?: Record<string, unknown>;
  rules?: unknown;
  base_dir?: unknown;
  find_additional_modules?: unknown;
}

const parsed = (file: string, text: string): Parsed => (file.endsWith('.toml') ? parseToml(text.replace(/^\uFEFF/, '')) : readJson(text) ?? {});

/** Null when there is none. `folder` is where package.json stands. */
export function configurationOf(read: (file: string) => string | null, folder: string): Configured | null {
  for (const name of CONFIGURATION_FILES) {
    const file = folder === '' ? name : `${folder}/${name}`;
    const text = read(file);
    if (text === null) continue;
    const { main, vars, define, rules, base_dir: base, find_additional_modules: finds } = parsed(file, text);
    return { file, text, main: main ?? null, vars: new Set(Object.keys(vars ?? {})), define: new Set(Object.keys(define ?? {})), ships: [rules, base, finds].some((value) => value !== undefined) };
  }
  return null;
}

/** The text with `main`, with the files that go along, and with those of `vars` and `define` that it has not. */
export function withServed(configuration: Configured, { main, vars, define, globs }: Served): string {
  const missing = Object.entries(vars).filter(([name]) => !configuration.vars.has(name));
  const asked = Object.entries(define).filter(([name]) => !configuration.define.has(name));
  const ships: Ships = configuration.ships || globs.length === 0 ? [] : [['base_dir', '.'], ['find_additional_modules', true], ['rules', rulesFor(globs)]];
  return configuration.file.endsWith('.toml') ? inToml(configuration, main, missing, asked, ships) : inJson(configuration.text, main, missing, asked, ships);
}

type Ships = [key: string, value: string | boolean | Rule[]][];

interface Rule {
  type: string;
  globs: readonly string[];
}

/** The second rule takes the place of wrangler's own, by which every text of the project would go along, those of the users too. */
const rulesFor = (globs: readonly string[]): Rule[] => [{ type: 'Data', globs }, { type: 'Text', globs: [] }];

function inJson(text: string, main: string | null, vars: readonly [string, string][], define: readonly [string, string][], ships: Ships): string {
  const said = main === null ? text : text.replace(MAIN_TO_COME, () => `"main": ${JSON.stringify(main)},`);
  const named = main === null || said !== text ? said : setJson(text, ['main'], main);
  const shipped = ships.reduce((before, [key, value]) => setJson(before, [key], value), named);
  const defined = define.reduce((before, [name, value]) => setJson(before, ['define', name], value), shipped);
  return vars.reduce((before, [name, value]) => setJson(before, ['vars', name], value), defined);
}

/** Keys of the whole file stand before the first table: after `name`, or at the first line. */
function inToml({ text, vars: known, define: defined }: Configured, main: string | null, vars: readonly [string, string][], define: readonly [string, string][], ships: Ships): string {
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const mark = text.startsWith('\uFEFF') ? '\uFEFF' : '';
  const table = /^[ \t]*\[/m.exec(text)?.index ?? text.length;
  const name = /^name[ \t]*=[^\r\n]*(?:\r?\n|$)/m.exec(text.slice(0, table));
  const at = name ? name.index + name[0].length : mark.length;
  const head = text.slice(0, at);
  const plain = ships.filter(([, value]) => !Array.isArray(value));
  const lines = [...(main === null ? [] : [['main', main] as const]), ...plain].map(([key, value]) => `${key} = ${JSON.stringify(value)}${eol}`).join('');
  const gap = lines === '' || head === '' || head === mark || head.endsWith('\n') ? '' : eol;
  const tables = ships.flatMap(([key, value]) => (Array.isArray(value) ? value.map((rule) => `${eol}[[${key}]]${eol}type = ${JSON.stringify(rule.type)}${eol}globs = ${JSON.stringify(rule.globs)}${eol}`) : []));
  const rest = withTable(withTable(text.slice(at), 'define', define, defined.size > 0, eol), 'vars', vars, known.size > 0, eol);
  const after = head + gap + lines + rest + tables.join('');
  parseToml(after.replace(/^\uFEFF/, '')); // Throws, as a bug of ours, when the addition made it unreadable.
  return after;
}

/** Adds to a table that is there, or adds the table at the end. */
function withTable(text: string, table: string, entries: readonly [string, string][], isThere: boolean, eol: string): string {
  if (entries.length === 0) return text;
  const lines = entries.map(([key, value]) => `${/^[\w-]+$/.test(key) ? key : JSON.stringify(key)} = ${JSON.stringify(value)}${eol}`).join('');
  const head = isThere ? new RegExp(`^[ \\t]*\\[${table}\\][^\\r\\n]*\\r?\\n`, 'm').exec(text) : null;
  return head ? text.slice(0, head.index) + head[0] + lines + text.slice(head.index + head[0].length) : `${text}${text === '' || text.endsWith('\n') ? '' : eol}${eol}[${table}]${eol}${lines}`;
}
