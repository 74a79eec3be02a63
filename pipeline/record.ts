/** The recipe of `verify --record`: the original on Node in a copy, a proxy in front of it, and a script of what went by. Runs the user's code, writes nothing. */
import { setTimeout as pause } from 'node:timers/promises';
import { UserError } from '../core/errors.js';
import { recordedRequests } from '../drafting/recorded.js';
import type { DraftRequest, ScriptDraft } from '../drafting/script-draft.js';
import { scriptText } from '../drafting/script-text.js';
import { untilInterrupted } from '../runtime/lifetime.js';
import { compareJson } from '../runtime/compare.js';
import type { Answer } from '../runtime/http.js';
import { startNodeApp, type NodeApp } from '../runtime/node-app.js';
import { defaultPackageFolders, loadRuntime } from '../runtime/packages.js';
import { playScript } from '../runtime/play.js';
import { startRecorder, type RecordedExchange } from '../runtime/recorder.js';
import { parseVerifyScript, type VerifyScript } from '../runtime/script.js';
import { withEnvironment } from '../runtime/script-environment.js';
import { isTypeScript } from '../runtime/transpile.js';
import { draftFolder } from './draft.js';

export interface RecordRequest {
  directory: string;
  /** Null: a free one. */
  port: number | null;
  environment: Readonly<Record<string, string | undefined>>;
  onProgress: (step: string) => void;
  /** Ends the recording; by default Ctrl-C. */
  until?: () => Promise<void>;
}

const LIMIT = 10_000;

/** A script of requests in place of those that were drafted. */
export const withRequests = (draft: ScriptDraft, head: string[], requests: DraftRequest[], cookies: boolean): ScriptDraft =>
  ({ ...draft, head, left: [], ...(cookies ? { cookies } : {}), sections: [{ title: '', requests }] });

async function startOriginal(directory: string, script: VerifyScript): Promise<NodeApp> {
  const module = script.entry.module?.module;
  const esbuild = module !== undefined && isTypeScript(module) ? (await loadRuntime(defaultPackageFolders(directory))).esbuild : undefined;
  const { entry, env, network, writes } = script;
  const started = await startNodeApp({ root: directory, entry, env, network, writes, ...(esbuild ? { esbuild } : {}) });
  if (started.ok) return started.app;
  const { message, at } = started.problem;
  throw new UserError('node-start', `The original does not start on Node${at ? ` (${at.file}:${at.line})` : ''}: ${message}`, 'Mend `entry` and `env` in a script of your own (cf-migrate verify --init -o verify.yaml shows both) and see that the program starts.');
}

async function untilEnded(app: NodeApp, stopped: () => boolean): Promise<void> {
  while (!stopped() && app.ended() === null) await pause(200);
}

async function listenIn(app: NodeApp, request: RecordRequest): Promise<RecordedExchange[]> {
  const recorder = await startRecorder(app.port, request.port);
  try {
    request.onProgress(`recording: http://127.0.0.1:${recorder.port} (Ctrl-C ends it and writes the script)`);
    let stopped = false;
    await Promise.race([(request.until ?? untilInterrupted)(), untilEnded(app, () => stopped)]);
    stopped = true;
    if (app.ended() !== null) request.onProgress(`the program ${app.ended() ?? ''}`);
    if (recorder.refused() > 0) request.onProgress(`${recorder.refused()} WebSocket connections were refused: they are not played`);
    return recorder.exchanges();
  } finally {
    await recorder.stop();
  }
}

async function playedAnew(directory: string, script: VerifyScript): Promise<Answer[]> {
  const app = await startOriginal(directory, script);
  try {
    return (await playScript({ port: app.port, ended: app.ended, keepsCookies: script.cookies === 'keep' }, script.requests, 1, LIMIT))[0] ?? [];
  } finally {
    await app.stop();
  }
}

const json = (answer: Answer | undefined): unknown => {
  try {
    return answer && !answer.failure ? (JSON.parse(answer.bytes.toString('utf8')) as unknown) : undefined;
  } catch {
    return undefined; // No JSON.
  }
};

/** Fields that differ between two plays against fresh copies. */
async function differing(directory: string, script: VerifyScript): Promise<string[]> {
  const first = await playedAnew(directory, script);
  const second = await playedAnew(directory, script);
  const places = first.flatMap((answer, i) => {
    const [left, right] = [json(answer), json(second[i])];
    return left === undefined || right === undefined ? [] : compareJson(left, right, []).map(({ where }) => where);
  });
  return [...new Set(places.flatMap((place) => /\.(\w+)(?:\[\d+\])*$/.exec(place)?.[1] ?? []))].map((key) => `$..${key}`);
}

/** Text of a script. Throws UserError when the app does not start, the port is taken or nothing came by. */
export async function recordScript(request: RecordRequest): Promise<{ text: string; requests: number }> {
  const { directory } = request;
  const { draft } = draftFolder(directory);
  const start = parseVerifyScript(scriptText(withRequests(draft, [], [{ method: 'GET', path: '/', notes: [] }], false)), 'the drafted script');
  const app = await startOriginal(directory, start);
  let exchanges: RecordedExchange[];
  try {
    exchanges = await listenIn(app, request);
  } finally {
    await app.stop();
  }
  const { requests, cookies } = recordedRequests(exchanges);
  if (requests.length === 0) throw new UserError('nothing-recorded', 'No request came by: nothing was written.', 'Send requests to the address that --record prints, then end it with Ctrl-C.');
  const head = [`Recorded by \`cf-migrate verify --record\`: ${requests.length} request${requests.length === 1 ? '' : 's'}. Secrets are not written down: {{env.NAME}} is read when the script is played.`];
  const recorded = withRequests(draft, head, requests, cookies);
  const ignore = await suggested(request, recorded);
  return { text: scriptText({ ...recorded, ignore }), requests: requests.length };
}

/** What to leave out of the comparison: known from the code, or seen to differ. Without the secrets that a script asks for nothing is played. */
async function suggested({ directory, environment, onProgress }: RecordRequest, recorded: ScriptDraft): Promise<ScriptDraft['ignore']> {
  try {
    onProgress('playing the recording twice, for what differs at every call (Ctrl-C ends without a script)');
    const paths = await differing(directory, withEnvironment(parseVerifyScript(scriptText(recorded), 'the recording'), environment));
    const known = recorded.ignore.map(({ path }) => path);
    return [...recorded.ignore, ...paths.filter((path) => !known.includes(path)).map((path) => ({ path, note: 'differed when the recording was played twice' }))];
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    onProgress(`not played: ${error.message}`);
    return recorded.ignore;
  }
}
