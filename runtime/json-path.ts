/** A small part of JSONPath, enough to say which values to leave out or to carry over: `$.a.b`, `$.items[0]`, `$.items[*].id`, `$..updatedAt`. */

type Step = { kind: 'name'; name: string } | { kind: 'any' } | { kind: 'deep' };

export type JsonPath = readonly Step[];

/** Names and indexes from the root of a value to one inside it. */
export type Trail = readonly (string | number)[];

const TOKEN = /\.\.|\.\*|\.([\w$-]+)|\[(\d+|\*)\]|\[(?:"([^"]*)"|'([^']*)')\]|([\w$-]+)/y;

/** null when the text is no path of this kind. */
export function parseJsonPath(text: string): JsonPath | null {
  if (!text.startsWith('$')) return null;
  const steps: Step[] = [];
  let at = 1;
  while (at < text.length) {
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(text);
    if (!match) return null;
    const bare = match[5];
    if (bare !== undefined && steps.at(-1)?.kind !== 'deep') return null;
    const name = match[1] ?? match[3] ?? match[4] ?? bare ?? match[2];
    if (match[0] === '..') steps.push({ kind: 'deep' });
    else if (match[0] === '.*' || match[2] === '*') steps.push({ kind: 'any' });
    else steps.push({ kind: 'name', name: name ?? '' });
    at = TOKEN.lastIndex;
  }
  return steps.at(-1)?.kind === 'deep' ? null : steps;
}

/** Whether a path names exactly this place. */
export function matchesTrail(path: JsonPath, trail: Trail): boolean {
  const [step, ...rest] = path;
  if (!step) return trail.length === 0;
  if (step.kind === 'deep') return trail.some((_, index) => matchesTrail(rest, trail.slice(index)));
  const [first, ...others] = trail;
  if (first === undefined) return false;
  return (step.kind === 'any' || step.name === String(first)) && matchesTrail(rest, others);
}

/** The trail as text: `$.items[2].id`. */
export const trailText = (trail: Trail): string =>
  trail.reduce<string>((text, step) => text + (typeof step === 'number' ? `[${step}]` : /^[\w$-]+$/.test(step) ? `.${step}` : `[${JSON.stringify(step)}]`), '$');

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** The first value a path names; undefined when there is none. */
export function valueAt(path: JsonPath, value: unknown): unknown {
  const [step, ...rest] = path;
  if (!step) return value;
  if (!isObject(value)) return undefined;
  if (step.kind === 'name') return name(value, step.name) === undefined ? undefined : valueAt(rest, name(value, step.name));
  const inside = Object.values(value);
  const candidates = step.kind === 'any' ? inside.map((one) => valueAt(rest, one)) : [valueAt(rest, value), ...inside.map((one) => valueAt(path, one))];
  return candidates.find((one) => one !== undefined);
}

const name = (value: Record<string, unknown>, key: string): unknown => (Object.hasOwn(value, key) ? value[key] : undefined);
