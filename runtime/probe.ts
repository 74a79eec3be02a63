/**
 * Runs one snippet on Node and on workerd at given compatibility dates and names what happened there. The snippet decides
 * what is asked; this only observes, each time with a second request.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { bundleForWorkers, type BundlerPlatform } from './bundle.js';
import { compareJson } from './compare.js';
import { PORT, workerHost, type ModuleEntry } from './entry.js';
import type { Answer } from './http.js';
import { hold } from './lifetime.js';
import { startNodeApp } from './node-app.js';
import type { RuntimePackages } from './packages.js';
import { playScript } from './play.js';
import type { ScriptRequest } from './script.js';
import { symptomOf, type SymptomCode } from './symptoms.js';
import { startWorker } from './workerd.js';
import type { WranglerConfig } from './wrangler-config.js';

/** works: as on Node, twice. silent: no error, another value. ephemeral: as on Node at first, not on the second request. */
export type ProbeKind = 'works' | 'silent' | 'ephemeral' | 'throws' | 'hangs' | 'absent' | 'unknown';

export interface ProbeOutcome {
  compatibilityDate: string;
  platform: BundlerPlatform;
  workerd: string;
  outcome: ProbeKind;
  /** `absent`: whether bundling or starting failed. */
  stage?: 'bundle' | 'start';
  /** The exact text of what was thrown or refused; for other values, both of them. */
  text?: string;
  code?: SymptomCode;
}

export interface ProbeSnippet {
  /** An ES module whose default export is `(round) => value`; round is 1, then 2. The value must survive JSON. */
  source: string;
  /** Further files of the snippet, by path. */
  files?: Record<string, string>;
  wrangler?: WranglerConfig;
}

export interface ProbeOptions {
  packages: RuntimePackages;
  compatibilityDates: string[];
  platforms?: BundlerPlatform[];
  /** Milliseconds before a request counts as hanging. */
  timeLimit?: number;
  /** Values by round to compare with, instead of those of a run on Node (for snippets that need a binding). */
  expected?: [first: unknown, second: unknown];
}

const ENTRY: ModuleEntry = { module: 'probe.mjs', export: 'default', mount: '/' };

/** Asks the snippet for the value of a round; what it throws leaves the handler and is told as such. */
const PROBE = `import run from './snippet.mjs';
export default { async fetch(request) {
  const value = await run(Number(new URL(request.url).pathname.slice(1)));
  return Response.json({ value: value === undefined ? null : value });
} };
`;

const REQUESTS: ScriptRequest[] = ['/1', '/2'].map((at) => ({ title: at, method: 'GET', path: at, headers: {}, body: null, ignore: [], headersCompared: [], capture: {}, wait: 0 }));

const valueOf = (answer: Answer): unknown => (JSON.parse(answer.bytes.toString('utf8')) as { value: unknown }).value;

function failureOutcome(answer: Answer): Pick<ProbeOutcome, 'outcome' | 'text' | 'code'> {
  const text = answer.failure?.message ?? `status ${answer.status}: ${answer.body}`;
  const hangs = answer.failure?.kind === 'hung' || answer.failure?.kind === 'timeout';
  const symptom = symptomOf(text);
  return { outcome: hangs ? 'hangs' : 'throws', text, ...(symptom ? { code: symptom.code } : {}) };
}

/** What two answers of workerd mean beside the two values of Node. */
export function classify(expected: [unknown, unknown], answers: Answer[]): Pick<ProbeOutcome, 'outcome' | 'text' | 'code'> {
  for (const [round, answer] of answers.entries()) {
    if (answer.failure || answer.status !== 200) return failureOutcome(answer);
    const differences = compareJson(expected[round], valueOf(answer), []);
    const [first] = differences;
    if (first) return { outcome: round === 0 ? 'silent' : 'ephemeral', text: `Node: ${JSON.stringify(expected[round])}; workerd: ${JSON.stringify(valueOf(answer))}` };
  }
  return { outcome: 'works' };
}

async function valuesOnNode(root: string, limit: number): Promise<[unknown, unknown] | { reason: string }> {
  const started = await startNodeApp({ root, entry: { portEnv: 'PORT', module: ENTRY }, env: {}, network: 'loopback' });
  if (!started.ok) return { reason: started.problem.message };
  try {
    const answers = (await playScript({ port: started.app.port, ended: started.app.ended }, REQUESTS, 1, limit))[0] ?? [];
    const failed = answers.find((answer) => answer.failure || answer.status !== 200);
    return failed ? { reason: failed.failure?.message ?? failed.body } : [valueOf(answers[0] as Answer), valueOf(answers[1] as Answer)];
  } finally {
    await started.app.stop();
  }
}

type Observed = Omit<ProbeOutcome, 'compatibilityDate' | 'platform' | 'workerd'>;

async function observe(root: string, snippet: ProbeSnippet, options: ProbeOptions, expected: [unknown, unknown], compatibilityDate: string, platform: BundlerPlatform): Promise<Observed> {
  const { packages, timeLimit = 2_000 } = options;
  const wrangler = snippet.wrangler ?? {};
  const bundled = await bundleForWorkers({ root, entry: { contents: workerHost(ENTRY, 'fetch') }, compatibilityDate, platform, wrangler, packages });
  const refused = (stage: 'bundle' | 'start', text: string): Observed => {
    const symptom = symptomOf(text);
    return { outcome: 'absent', stage, text, ...(symptom ? { code: symptom.code } : {}) };
  };
  if (!bundled.ok) return refused('bundle', bundled.notes.find((note) => note.kind !== 'warning')?.message ?? 'bundling failed');
  const started = await startWorker({ packages, bundle: bundled.bundle, wrangler, compatibilityDate, env: { PORT: String(PORT) }, network: 'loopback' });
  if (!started.ok) return refused('start', started.problem.message.split('\n')[0] ?? '');
  try {
    const answers = (await playScript({ port: started.worker.port, headers: { 'mf-disable-pretty-error': '1' } }, REQUESTS, 1, timeLimit))[0] ?? [];
    return classify(expected, answers);
  } finally {
    await started.worker.stop();
  }
}

/** One outcome for each date and platform. A snippet that fails on Node proves nothing: `unknown`, with the reason. */
export async function probe(snippet: ProbeSnippet, options: ProbeOptions): Promise<ProbeOutcome[]> {
  const root = mkdtempSync(path.join(tmpdir(), 'cf-migrate-probe-'));
  const clear = (): void => rmSync(root, { recursive: true, force: true });
  const release = hold(clear);
  try {
    for (const [file, text] of Object.entries({ ...snippet.files, 'snippet.mjs': snippet.source, 'probe.mjs': PROBE })) writeFileSync(path.join(root, file), text);
    const expected = options.expected ?? (await valuesOnNode(root, options.timeLimit ?? 2_000));
    const outcomes: ProbeOutcome[] = [];
    for (const compatibilityDate of options.compatibilityDates) {
      for (const platform of options.platforms ?? ['browser']) {
        const observed: Observed = Array.isArray(expected) ? await observe(root, snippet, options, expected, compatibilityDate, platform) : { outcome: 'unknown', text: `fails on Node: ${expected.reason}` };
        outcomes.push({ compatibilityDate, platform, workerd: options.packages.workerd.version, ...observed });
      }
    }
    return outcomes;
  } finally {
    clear();
    release();
  }
}
