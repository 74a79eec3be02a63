/** Plays a script against one side, in order, round after round, under a time limit. Compares nothing; stops when a side is gone. */
import { setTimeout as pause } from 'node:timers/promises';
import { bytesText } from './bodies.js';
import { carryOn, cookieHeader, nothingCarried, type Carried } from './carried.js';
import { THROWN_HEADER } from './entry.js';
import { failed, send, type Answer, type SentRequest } from './http.js';
import { thrownText, type Thrown } from './events.js';
import type { ScriptEvent } from './script-events.js';
import type { ScriptRequest } from './script.js';

export interface Side {
  port: number;
  /** Sent along with every request, taken off nothing. */
  headers?: Record<string, string>;
  /** Sends back the cookies that it was given. */
  keepsCookies?: boolean;
  /** Called before each request; gets how many were sent so far. */
  before?(sent: number): Promise<void>;
  /** Carries out a step that is no request. */
  event?(event: ScriptEvent): Promise<Answer>;
  /** Called after each answer. */
  after?(request: ScriptRequest, round: number): Promise<void>;
  /** How its process ended, when it did. */
  ended?(): string | null;
}

/** How workerd's own answers begin when the app gave none. */
const FROM_RUNTIME: readonly (readonly [beginning: string, kind: 'hung' | 'crashed'])[] = [
  ['Error: The Workers runtime canceled this request', 'hung'],
  ['Error: The Node.js process.exit(', 'crashed'],
];

/** After so many requests in a row without an answer, the rest would only wait. */
const MOST_TIMEOUTS = 3;

/** `{{name}}`, or `{{name|what stands there until it is captured}}`. */
function filledIn(text: string, captured: Map<string, string>, binary = false): string {
  const written = (value: string): string => (binary ? bytesText(Buffer.from(value, 'utf8')) : value);
  return text.replace(/\{\{(\w+)(?:\|([^{}]*))?\}\}/g, (found, name: string, otherwise?: string) => {
    const value = captured.get(name);
    return value === undefined ? otherwise ?? found : written(value);
  });
}

function prepared(request: ScriptRequest, carried: Carried, headers: Record<string, string>): SentRequest {
  const { captured } = carried;
  const own = Object.entries(request.headers).map(([name, value]) => [name, filledIn(value, captured)] as const);
  const body = request.body === null ? null : filledIn(request.body, captured, request.binary);
  return {
    method: request.method,
    path: sendable(filledIn(request.path, captured)),
    headers: { ...Object.fromEntries(own), ...cookieHeader(request.headers['cookie'], carried), ...headers },
    body,
    ...(request.binary ? { binary: true as const } : {}),
  };
}

/** Names in a request that no earlier answer had a value for: what is sent with them would mean nothing. */
function notCaptured({ path, headers, body }: ScriptRequest, requests: ScriptRequest[], captured: Map<string, string>): string | null {
  const wanted = new Set(requests.flatMap((request) => Object.keys(request.capture)));
  const used = [path, body ?? '', ...Object.values(headers)].flatMap((text) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1] ?? ''));
  return used.find((name) => wanted.has(name) && !captured.has(name)) ?? null;
}

async function answerOf(side: Side, request: ScriptRequest, requests: ScriptRequest[], carried: Carried, limit: number): Promise<Answer> {
  if (request.event) return (side.event ?? noEvents)(request.event);
  const missing = notCaptured(request, requests, carried.captured);
  if (missing !== null) return failed('error', `not sent: {{${missing}}} was captured by no earlier answer`);
  return understood(await send(side.port, prepared(request, carried, side.headers ?? {}), limit));
}

const noEvents = (): Promise<Answer> => Promise.resolve(failed('error', 'this side takes no events'));

/** A path may be written plainly (`/notes/é`) or already encoded. A stray percent sign is sent as it is: the app's answer to it is part of the comparison. */
const sendable = (path: string): string => path.replace(/[^\x21-\x7e]+/gu, (text) => encodeURIComponent(text));

/** What only the Workers runtime, or our own guard, can have answered is no answer of the app. */
function understood(answer: Answer): Answer {
  if (answer.failure || answer.status !== 500) return answer;
  const text = answer.bytes.toString('utf8');
  if (answer.headers[THROWN_HEADER]) {
    return { ...answer, failure: { kind: 'error', message: thrownText(JSON.parse(text) as Thrown) } };
  }
  const kind = FROM_RUNTIME.find(([beginning]) => text.startsWith(beginning))?.[1];
  return kind ? { ...answer, failure: { kind, message: text.split('\n')[0] ?? text } } : answer;
}

/** Answers of every round. When the side is gone, the rest of the answers say so. */
export async function playScript(side: Side, requests: ScriptRequest[], rounds: number, limit: number): Promise<Answer[][]> {
  const carried = nothingCarried(side.keepsCookies === true);
  const played: Answer[][] = [];
  let timeouts = 0;
  let sent = 0;
  let gone: string | null = null;
  for (let round = 0; round < rounds; round++) {
    const answers: Answer[] = [];
    for (const request of requests) {
      if (gone !== null) {
        answers.push(failed('refused', `not sent: ${gone}`));
        continue;
      }
      await side.before?.(sent);
      if (request.wait > 0) await pause(request.wait);
      const answer = await answerOf(side, request, requests, carried, limit);
      sent++;
      await side.after?.(request, round);
      carryOn(request, answer, carried);
      timeouts = answer.failure?.kind === 'timeout' ? timeouts + 1 : 0;
      const ended = answer.failure?.kind === 'crashed' || answer.failure?.kind === 'refused' ? await endedSoon(side) : null;
      answers.push(ended ? { ...answer, failure: { kind: 'crashed', message: ended } } : answer);
      if (ended) gone = ended;
      else if (answer.failure?.kind === 'refused') gone = answer.failure.message;
      else if (timeouts >= MOST_TIMEOUTS) gone = `${MOST_TIMEOUTS} requests in a row had no answer`;
    }
    played.push(answers);
  }
  return played;
}

/** A cut connection reaches us a moment before the end of the process does. */
async function endedSoon(side: Side): Promise<string | null> {
  for (let i = 0; i < 20; i++) {
    const ended = side.ended?.() ?? null;
    if (ended !== null || !side.ended) return ended;
    await pause(25);
  }
  return null;
}
