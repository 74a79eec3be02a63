/** Runs snippets on workerd, many in one process, each as a Worker of its own, and names what became of each. What a snippet asks and what that means for a rule is not known here. */
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Observation, Platform, Snippet } from '../core/evidence.js';
import { bundleForWorkers, type Bundle } from './bundle.js';
import { compareJson } from './compare.js';
import type { Answer } from './http.js';
import { startMiniflare, type StartedMiniflare } from './miniflare.js';
import type { RuntimePackages } from './packages.js';
import { playScript, type Side } from './play.js';
import { scratchFolder } from './scratch-folder.js';
import type { ScriptRequest } from './script.js';
import { describeWorker } from './workerd.js';
import type { WranglerConfig } from './wrangler-config.js';

export type SnippetOutcome = Pick<Observation, 'outcome' | 'stage' | 'text'>;

/** A snippet on disk, with the values that Node gives. */
export interface PreparedSnippet {
  snippet: Snippet;
  root: string;
  expected: [unknown, unknown];
  /** Text bindings, also in `process.env`. */
  env: Record<string, string>;
}

export interface SnippetRun {
  packages: RuntimePackages;
  compatibilityDate: string;
  platform: Platform;
  /** Milliseconds before a request counts as hanging. */
  timeLimit: number;
}

/** Asks a function for the value of a round. What it throws is answered, so that it is told from what the platform says by itself. */
const FUNCTION_HOST = `import run from './snippet.mjs';
export default { async fetch(request) {
  try {
    const value = await run(Number(new URL(request.url).pathname.slice(1)));
    return Response.json({ value: value === undefined ? null : value });
  } catch (error) {
    const code = error?.code === undefined ? '' : ' ' + error.code;
    return Response.json({ thrown: (error?.name ?? typeof error) + code + ': ' + (error?.message ?? error) });
  }
} };
`;

const WORKER_HOST = `export { default } from './snippet.mjs';\n`;

/** More Workers than this in one process cost more memory than starting another. */
const MOST_AT_ONCE = 40;

const START_LIMIT = 60_000;

const REQUESTS: ScriptRequest[] = ['/1', '/2'].map((at) => ({ title: at, method: 'GET', path: at, headers: {}, body: null, ignore: [], headersCompared: [], capture: {}, wait: 0 }));

/** Texts name numbers and folders of one run; those are not part of what is said. */
const steady = (text: string): string => text.replace(/internal error; reference = \w+/g, 'internal error; reference = …').replace(/(?:\.\.\/)*[^ "]*node_modules\//g, 'node_modules/').trim();

/** Writes a snippet into a folder of its own; `nodeModules` is where its packages are. */
export function writeSnippet(snippet: Snippet, nodeModules: string): { root: string; remove: () => void } {
  const { folder: root, remove } = scratchFolder('cf-migrate-snippet-');
  for (const [file, text] of Object.entries({ ...snippet.files, 'snippet.mjs': snippet.source })) {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), text);
  }
  symlinkSync(nodeModules, path.join(root, 'node_modules'), 'dir');
  return { root, remove };
}

async function bundled({ snippet, root }: PreparedSnippet, run: SnippetRun): Promise<Bundle | SnippetOutcome> {
  const result = await bundleForWorkers({
    root,
    entry: { contents: snippet.form === 'worker' ? WORKER_HOST : FUNCTION_HOST },
    compatibilityDate: run.compatibilityDate,
    platform: run.platform,
    packages: run.packages,
    packagesOf: root,
    wrangler: snippet.wrangler as WranglerConfig,
  });
  if (result.ok) return result.bundle;
  const note = result.notes.find((one) => one.kind !== 'warning') ?? result.notes[0];
  return { outcome: 'absent', stage: 'bundle', text: steady(note?.message ?? 'it was not bundled') };
}

interface Bundled {
  prepared: PreparedSnippet;
  bundle: Bundle;
}

const nameOf = (index: number): string => `snippet-${index}`;

/** The Worker that answers a round. A Worker that is described twice is two isolates, which share no memory. */
const workerOf = (index: number, { isolates }: Snippet, round: number): string => (isolates === 2 && round > 0 ? `${nameOf(index)}-other` : nameOf(index));

function startAll(batch: readonly Bundled[], run: SnippetRun): Promise<StartedMiniflare> {
  const workers = batch.flatMap(({ bundle, prepared: { snippet, env } }, index) => [...new Set(REQUESTS.map((_, round) => workerOf(index, snippet, round)))].map((name) => ({
    ...describeWorker(name, { bundle, wrangler: snippet.wrangler as WranglerConfig, compatibilityDate: run.compatibilityDate, env, network: 'loopback' }),
    routes: [`${name}.test/*`],
  })));
  return startMiniflare(run.packages, workers, START_LIMIT);
}

/** What workerd says of each Worker that kept it from starting: its first line, by the Worker's index. */
function refusedAtStart(log: string): Map<number, string> {
  const found = new Map<number, string>();
  for (const match of log.matchAll(/service core:user:snippet-(\d+)(?:-other)?: (?:Uncaught )?(.+)/g)) {
    const index = Number(match[1]);
    if (!found.has(index)) found.set(index, match[2] ?? '');
  }
  return found;
}

const valueOf = (answer: Answer, form: Snippet['form']): { value?: unknown; thrown?: string } => {
  const text = answer.bytes.toString('utf8');
  if (form === 'worker') return { value: answer.status === 200 ? text : `status ${answer.status}` };
  return JSON.parse(text) as { value?: unknown; thrown?: string };
};

const firstLine = (text: string): string => steady(text.split('\n')[0] ?? text);

/** What two answers mean beside the two values of Node. */
export function outcomeOf({ snippet, expected }: PreparedSnippet, answers: readonly Answer[]): SnippetOutcome {
  for (const [round, answer] of answers.entries()) {
    const { failure } = answer;
    if (failure?.kind === 'hung' || failure?.kind === 'timeout') return { outcome: 'hangs', text: firstLine(failure.message) };
    if (failure || answer.status >= 500) return { outcome: 'throws', text: firstLine(failure?.message ?? `status ${answer.status}: ${answer.body}`) };
    const { value, thrown } = valueOf(answer, snippet.form);
    if (thrown !== undefined) return { outcome: /had hung and would never generate/.test(thrown) ? 'hangs' : 'throws', text: firstLine(thrown) };
    if (compareJson(expected[round], value, []).length > 0) {
      return { outcome: round === 0 ? 'silent' : 'ephemeral', text: `Node: ${JSON.stringify(expected[round])}; workerd: ${JSON.stringify(value)}` };
    }
  }
  return { outcome: 'works' };
}

const isGone = (answers: readonly Answer[]): boolean => answers.some(({ failure }) => failure?.kind === 'crashed' && /process ended|connection was cut/.test(failure.message) || failure?.kind === 'refused');

async function ask(index: number, snippet: Snippet, port: number, timeLimit: number): Promise<Answer[]> {
  const side = (round: number): Side => ({ port, headers: { host: `${workerOf(index, snippet, round)}.test`, 'mf-disable-pretty-error': '1' } });
  if (snippet.isolates === 1) return (await playScript(side(0), REQUESTS, 1, timeLimit))[0] ?? [];
  const answers: Answer[] = [];
  for (const [round, request] of REQUESTS.entries()) answers.push(...((await playScript(side(round), [request], 1, timeLimit))[0] ?? []));
  return answers;
}

async function askAll(batch: readonly Bundled[], port: number, run: SnippetRun): Promise<SnippetOutcome[]> {
  const outcomes: SnippetOutcome[] = [];
  for (const [index, { prepared }] of batch.entries()) {
    const answers = await ask(index, prepared.snippet, port, run.timeLimit);
    outcomes.push(outcomeOf(prepared, answers));
    if (isGone(answers)) break;
  }
  return outcomes;
}

/** Outcomes in the order of the batch. Workers that keep the process from starting are set aside, and the others started again. */
async function runBatch(batch: readonly Bundled[], run: SnippetRun): Promise<SnippetOutcome[]> {
  if (batch.length === 0) return [];
  const started = await startAll(batch, run);
  if (!started.ok) return afterRefusal(batch, started, run);
  let outcomes: SnippetOutcome[];
  try {
    outcomes = await askAll(batch, started.port, run);
  } finally {
    await started.stop();
  }
  // One that ended the process takes the rest with it: they get a process of their own.
  return [...outcomes, ...(await runBatch(batch.slice(outcomes.length), run))];
}

async function afterRefusal(batch: readonly Bundled[], started: StartedMiniflare & { ok: false }, run: SnippetRun): Promise<SnippetOutcome[]> {
  const refused = refusedAtStart(started.log);
  const absent = (text: string): SnippetOutcome => ({ outcome: 'absent', stage: 'start', text: firstLine(text) });
  if (refused.size > 0) {
    const others = await runBatch(batch.filter((_, index) => !refused.has(index)), run);
    return batch.map((_, index) => {
      const text = refused.get(index);
      return text === undefined ? (others.shift() as SnippetOutcome) : absent(text);
    });
  }
  if (batch.length === 1) return [absent(started.log.trim() || String(started.error))];
  const half = Math.ceil(batch.length / 2);
  return [...(await runBatch(batch.slice(0, half), run)), ...(await runBatch(batch.slice(half), run))];
}

/** The outcome of each snippet at one date on one bundler platform, by its id. */
export async function runSnippets(prepared: readonly PreparedSnippet[], run: SnippetRun): Promise<Map<string, SnippetOutcome>> {
  const outcomes = new Map<string, SnippetOutcome>();
  const ready: Bundled[] = [];
  for (const one of prepared) {
    const bundle = await bundled(one, run);
    if ('outcome' in bundle) outcomes.set(one.snippet.id, bundle);
    else ready.push({ prepared: one, bundle });
  }
  for (let at = 0; at < ready.length; at += MOST_AT_ONCE) {
    const batch = ready.slice(at, at + MOST_AT_ONCE);
    const found = await runBatch(batch, run);
    batch.forEach(({ prepared: { snippet } }, index) => outcomes.set(snippet.id, found[index] as SnippetOutcome));
  }
  return outcomes;
}
