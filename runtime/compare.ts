/** Compares two answers, two JSON values or two stored contents and lists how they differ. Judges nothing else and changes neither. */
import type { HttpAnswer, VerifiedRequest } from '../core/verification.js';
import { ERROR_HEADER } from './entry.js';
import type { Answer } from './http.js';
import { matchesTrail, parseJsonPath, trailText, type JsonPath, type Trail } from './json-path.js';
import type { Expectation, ScriptRequest } from './script.js';

export type Difference = VerifiedRequest['differences'][number];

/** Compared for every request: what a client acts on. */
const ALWAYS_COMPARED = ['content-type', 'location'];
const MOST_DIFFERENCES = 20;
const EXCERPT = 200;

/** The JSON paths of an ignore list; its other entries are names of headers. */
export const pathsIn = (ignore: string[]): JsonPath[] =>
  ignore.flatMap((text) => {
    const path = parseJsonPath(text);
    return path ? [path] : [];
  });

function excerpt(value: unknown): string {
  if (value === undefined) return 'absent';
  const text = JSON.stringify(value) ?? String(value);
  return text.length > EXCERPT ? `${text.slice(0, EXCERPT)}…` : text;
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** Differences of two JSON values, deepest place first named; the order of object keys does not count, that of lists does. */
export function compareJson(node: unknown, workers: unknown, ignore: JsonPath[], trail: Trail = []): Difference[] {
  if (ignore.some((path) => matchesTrail(path, trail))) return [];
  const alike = isObject(node) && isObject(workers) && Array.isArray(node) === Array.isArray(workers);
  if (!alike) return Object.is(node, workers) ? [] : [{ where: trailText(trail), node: excerpt(node), workers: excerpt(workers) }];
  const keys = [...new Set([...Object.keys(node), ...Object.keys(workers)])];
  return keys.flatMap((key) => compareJson(node[key], workers[key], ignore, [...trail, Array.isArray(node) ? Number(key) : key]));
}

function parsedJson(bytes: Buffer): { value: unknown } | null {
  const text = bytes.toString('utf8').trim();
  if (!/^[[{"\d\-tfn]/.test(text)) return null;
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return null; // No JSON after all: compared as text.
  }
}

/** Two texts around the first place where they part. */
function textDifference(where: string, node: string, workers: string): Difference {
  let at = 0;
  while (at < node.length && node[at] === workers[at]) at++;
  const from = Math.max(0, at - 40);
  const part = (text: string): string => `${from > 0 ? '…' : ''}${JSON.stringify(text.slice(from, from + EXCERPT))}`;
  return { where: at === 0 ? where : `${where}, character ${at + 1}`, node: part(node), workers: part(workers) };
}

/** Bodies, or a file and a stored value: JSON by value, everything else by its bytes. */
export function compareBytes(where: string, node: Buffer, workers: Buffer, ignore: JsonPath[]): Difference[] {
  if (node.equals(workers)) return [];
  const left = parsedJson(node);
  const right = parsedJson(workers);
  if (left && right) {
    const differences = compareJson(left.value, right.value, ignore);
    return differences.slice(0, MOST_DIFFERENCES).map((difference) => ({ ...difference, where: where === 'body' ? difference.where : `${where} ${difference.where}` }));
  }
  const readable = !node.includes(0) && !workers.includes(0);
  if (readable) return [textDifference(where, node.toString('utf8'), workers.toString('utf8'))];
  return [{ where, node: `${node.length} bytes`, workers: `${workers.length} bytes, other content` }];
}

/** Case, blanks and quotes do not matter in a media type. */
const mediaType = (value: string): string => value.toLowerCase().replace(/\s*;\s*/g, '; ').replaceAll('"', '').trim();

function compareHeaders(node: HttpAnswer, workers: HttpAnswer, request: ScriptRequest): Difference[] {
  const ignored = new Set(request.ignore.map((name) => name.toLowerCase()));
  const names = [...new Set([...ALWAYS_COMPARED, ...request.headersCompared])].filter((name) => !ignored.has(name));
  return names.flatMap((name) => {
    const [left, right] = [node.headers[name], workers.headers[name]];
    const same = name === 'content-type' && left !== undefined && right !== undefined ? mediaType(left) === mediaType(right) : left === right;
    return same ? [] : [{ where: name === ERROR_HEADER ? 'error that left the app' : `header ${name}`, node: left ?? 'absent', workers: right ?? 'absent' }];
  });
}

function outcome(answer: HttpAnswer): string {
  return answer.failure ? `${answer.failure.kind}: ${answer.failure.message}` : (answer.event ?? `status ${answer.status}`);
}

/**
 * Differences of two answers. A request without an answer on either side is never equal, with one exception: the same
 * exception thrown by the app on both.
 */
export function compareAnswers(node: Answer, workers: Answer, request: ScriptRequest): Difference[] {
  if (node.failure || workers.failure) {
    const alike = node.failure?.kind === 'error' && node.status === 500 && workers.status === 500 && outcome(node) === outcome(workers);
    return alike ? [] : [{ where: 'answer', node: outcome(node), workers: outcome(workers) }];
  }
  const status = node.status === workers.status ? [] : [{ where: 'status', node: String(node.status), workers: String(workers.status) }];
  return [...status, ...compareHeaders(node, workers, request), ...compareBytes('body', node.bytes, workers.bytes, pathsIn(request.ignore))];
}

/** How the original misses what the script expects of it; the other side is named only for the reader. */
export function missedExpectation(node: Answer, workers: Answer, expect: Expectation | undefined, ignore: string[]): Difference[] {
  if (!expect || node.failure) return [];
  const missed: Difference[] = [];
  if (expect.status !== undefined && node.status !== expect.status) missed.push({ where: `expected status ${expect.status}`, node: String(node.status), workers: outcome(workers) });
  if (expect.contains !== undefined && !node.bytes.toString('utf8').includes(expect.contains)) missed.push({ where: `expected text ${JSON.stringify(expect.contains)}`, node: excerpt(node.body), workers: excerpt(workers.body) });
  if (expect.json !== undefined) {
    const parsed = parsedJson(node.bytes);
    if (!parsed) return [...missed, { where: 'expected JSON', node: `${node.headers['content-type'] ?? 'no content type'}: ${node.body.slice(0, EXCERPT)}`, workers: workers.failure ? outcome(workers) : workers.body.slice(0, EXCERPT) }];
    const { value } = parsed;
    for (const difference of compareJson(expect.json, value, pathsIn(ignore))) missed.push({ where: `expected ${difference.where} to be ${difference.node}`, node: difference.workers, workers: excerpt(workers.body) });
  }
  return missed.slice(0, MOST_DIFFERENCES);
}
