/** Names the entry in the wrangler configuration that is there, and the variables that go with it. Everything else in it stays. */
import { parse as parseToml } from 'smol-toml';
import { readJson, setJson } from '../shared/json-text.js';
import { CONFIGURATION_FILES, MAIN_TO_COME } from './wrangler.js';

export interface Configured {
  file: string;
  text: string;
  main: string | null;
  /** Names of its variables. */
  vars: ReadonlySet<string>;
}

const parsed = (file: string, text: string): { main?: string; vars?: Record<string, unknown> } => (file.endsWith('.toml') ? parseToml(text.replace(/^\uFEFF/, '')) : readJson(text) ?? {});

/** Null when there is none. `folder` is where package.json stands. */
export function configurationOf(read: (file: string) => string | null, folder: string): Configured | null {
  for (const name of CONFIGURATION_FILES) {
    const file = folder === '' ? name : `${folder}/${name}`;
    const text = read(file);
    if (text === null) continue;
    const { main, vars } = parsed(file, text);
    return { file, text, main: main ?? null, vars: new Set(Object.keys(vars ?? {})) };
  }
  return null;
}

/** The text with `main` and with those of `vars` that it has not. */
export function withMain(configuration: Configured, main: string, vars: Readonly<Record<string, string>>): string {
  const missing = Object.entries(vars).filter(([name]) => !configuration.vars.has(name));
  return configuration.file.endsWith('.toml') ? inToml(configuration, main, missing) : inJson(configuration.text, main, missing);
}

function inJson(text: string, main: string, vars: readonly [string, string][]): string {
  const said = text.replace(MAIN_TO_COME, () => `"main": ${JSON.stringify(main)},`);
  const named = said === text ? setJson(text, ['main'], main) : said;
  return vars.reduce((before, [name, value]) => setJson(before, ['vars', name], value), named);
}

/** A key of the whole file stands before the first table: after `name`, or at the first line. */
function inToml({ text, vars: known }: Configured, main: string, vars: readonly [string, string][]): string {
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const mark = text.startsWith('\uFEFF') ? '\uFEFF' : '';
  const table = /^[ \t]*\[/m.exec(text)?.index ?? text.length;
  const name = /^name[ \t]*=[^\r\n]*(?:\r?\n|$)/m.exec(text.slice(0, table));
  const at = name ? name.index + name[0].length : mark.length;
  const head = text.slice(0, at);
  const line = `${head === '' || head === mark || head.endsWith('\n') ? '' : eol}main = ${JSON.stringify(main)}${eol}`;
  const lines = vars.map(([key, value]) => `${key} = ${JSON.stringify(value)}${eol}`).join('');
  const rest = text.slice(at);
  const inTable = known.size > 0 ? /^[ \t]*\[vars\][^\r\n]*\r?\n/m.exec(rest) : null;
  const tail = lines === '' ? rest : inTable ? rest.slice(0, inTable.index) + inTable[0] + lines + rest.slice(inTable.index + inTable[0].length) : `${rest}${eol}[vars]${eol}${lines}`;
  const after = head + line + tail;
  parseToml(after.replace(/^\uFEFF/, '')); // Throws, as a bug of ours, when the addition made it unreadable.
  return after;
}
