/** A drafted script as YAML: each part with a comment that says where it comes from. The same draft gives the same text. */
import { stringify } from 'yaml';
import { type DraftRequest, type ScriptDraft } from './script-draft.js';

const WIDTH = 100;

/** A scalar as it may stand between brackets. */
const scalar = (value: unknown): string => stringify([value], { collectionStyle: 'flow', lineWidth: 0 }).trim().replace(/^\[ ?/, '').replace(/ ?\]$/, '');

/** On one line: `{ title: Tides, tags: [sea, moon] }`. */
function flow(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(flow).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return scalar(value);
  const pairs = Object.entries(value).map(([key, each]) => `${scalar(key)}: ${flow(each)}`);
  return pairs.length === 0 ? '{}' : `{ ${pairs.join(', ')} }`;
}

/** `key: value` on one line when it is short, else the value below its key. */
function pair(key: string, value: unknown, by: string): string[] {
  const line = `${by}${scalar(key)}: ${flow(value)}`;
  if (typeof value !== 'object' || value === null || line.length <= WIDTH) return [line];
  if (!Array.isArray(value)) return [`${by}${scalar(key)}:`, ...Object.entries(value).flatMap(([inner, each]) => pair(inner, each, `${by}  `))];
  return [`${by}${scalar(key)}:`, ...value.map((each) => `${by}  - ${flow(each)}`)];
}

const comment = (texts: readonly string[], by = ''): string[] => texts.map((text) => `${by}# ${text.replace(/\s+/g, ' ')}`);

const FIELDS = ['headers', 'json', 'form', 'multipart', 'body', 'bodyBase64', 'expect', 'ignore', 'capture'] as const;

const isShort = (request: DraftRequest): boolean => FIELDS.every((field) => request[field] === undefined) && /^[A-Z]+$/.test(request.method) && /^\/[^\s#"'{}]*$/.test(request.path);

function requestLines(request: DraftRequest): string[] {
  const notes = comment(request.notes, '  ');
  if (isShort(request)) return [...notes, `  - ${request.method} ${request.path}`];
  const fields = [...(request.method === 'GET' ? [] : [`method: ${request.method}`]), `path: ${flow(request.path)}`, ...FIELDS.flatMap((field) => (request[field] === undefined ? [] : pair(field, request[field], '    ').map((line) => line.slice(4))))];
  return [...notes, ...fields.map((line, i) => (i === 0 ? `  - ${line}` : `    ${line}`))];
}

function entryLines({ entry, entryNotes }: ScriptDraft): string[] {
  return [...comment(entryNotes), 'entry:', ...Object.entries(entry).flatMap(([key, value]) => (value === undefined ? [] : pair(key, value, '  ')))];
}

function listLines(key: string, items: readonly { text: string; note: string }[]): string[] {
  return items.length === 0 ? [] : [`${key}:`, ...items.map(({ text, note }) => `  - ${flow(text)}${note === '' ? '' : ` # ${note}`}`)];
}

function environmentLines({ env }: ScriptDraft): string[] {
  if (env.length === 0) return [];
  const needed = env.filter((each) => each.needed);
  const others = env.filter((each) => !each.needed);
  const line = ({ name, value, note }: ScriptDraft['env'][number]): string => `${name}: ${flow(value)} # ${note}`;
  return [
    ...(needed.length > 0 ? ['env:', ...needed.map((each) => `  ${line(each)}`)] : []),
    ...(others.length > 0 ? [...comment(['read without a default; the program may do without:']), ...(needed.length > 0 ? [] : ['# env:']), ...others.map((each) => `#   ${line(each)}`)] : []),
  ];
}

function leftLines({ left }: ScriptDraft): string[] {
  return left.length === 0 ? [] : ['', '# Not drafted:', ...left.map(({ what, at, why }) => `#   ${what} (${at}): ${why}`)];
}

/** Text that `parseVerifyScript` reads, unless there is no request in it. */
export function scriptText(draft: ScriptDraft): string {
  const lines = [
    ...comment(draft.head),
    ...entryLines(draft),
    ...listLines('state', draft.state.map(({ folder, note }) => ({ text: folder, note }))),
    ...environmentLines(draft),
    ...(draft.cookies ? ['cookies: keep'] : []),
    ...listLines('ignore', draft.ignore.map(({ path, note }) => ({ text: path, note }))),
    'requests:',
    ...draft.sections.flatMap(({ title, requests }, i) => [...(i === 0 ? [] : ['']), ...(title === '' ? [] : comment([`---- ${title}`], '  ')), ...requests.flatMap(requestLines)]),
    ...leftLines(draft),
  ];
  return `${lines.join('\n')}\n`;
}
