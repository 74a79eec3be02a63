/**
 * The diagnosis run: the migrated app is bundled, started and played once more with everything recorded, past what stops it. It
 * says nothing about whether the app works: that is the strict run's to say.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { bundleForWorkers, type Bundle, type BundlerPlatform } from './bundle.js';
import type { HandlerKind } from './entry.js';
import type { Answer } from './http.js';
import { send } from './http.js';
import { diagnosisPlugin, FOLDER_NAMES, NO_WORKAROUNDS, RECORDED_ENTRY, type Workarounds } from './recorded-modules.js';
import { PENDING_PATH, RECORD_END } from './call-recorder.js';
import { framesOf, readRecord, withoutRecord, type ObservedCall } from './record.js';
import { playOnWorkers, startMigrated, workerEntry, type Run } from './run.js';
import type { SourcePosition } from './source-position.js';
import { pastBundleErrors, pastStartFailure, type Obstacle } from './workarounds.js';
import type { RunningWorker } from './workerd.js';

export interface Diagnosed {
  platform: BundlerPlatform;
  obstacles: Obstacle[];
  /** Where it could not go on, in the words of the bundler or the runtime. */
  stopped: { message: string; at?: SourcePosition } | null;
  /** Null when it did not start at all. */
  answers: Answer[][] | null;
  calls: ObservedCall[];
}

/** Each step finds at least one new obstacle; a program with more than this many at load has a list long enough. */
const MOST_STEPS = 40;

/** Milliseconds after which no further step begins. */
export const DIAGNOSIS_LIMIT = 60_000;

/** Milliseconds to wait for the end of the record, and between two looks at it. */
const END_LIMIT = 2_000;
const END_POLL = 20;

interface Started {
  worker: RunningWorker;
  bundle: Bundle;
  printed: () => string;
}

type Step = { ok: true; started: Started } | { ok: false; next: { workarounds: Workarounds; obstacles: Obstacle[] } | null; stopped: NonNullable<Diagnosed['stopped']> };

async function attempt(run: Run, entry: string, workarounds: Workarounds, platform: BundlerPlatform): Promise<Step> {
  const { options, packages, found, compatibilityDate } = run;
  const { migrated: root, original } = options;
  const bundled = await bundleForWorkers({
    root, packagesOf: original, entry: { contents: RECORDED_ENTRY }, compatibilityDate, wrangler: found.config, packages, platform,
    plugins: [diagnosisPlugin(root, entry, workarounds)],
    ...(workarounds.folder ? { define: FOLDER_NAMES } : {}),
  });
  if (!bundled.ok) {
    const errors = bundled.notes.filter((note) => note.kind === 'error' || note.kind === 'unresolved');
    const [first] = errors;
    return { ok: false, next: pastBundleErrors(errors, workarounds, root), stopped: { message: first?.message ?? 'it does not bundle', ...(first?.at ? { at: first.at } : {}) } };
  }
  const { bundle } = bundled;
  let text = '';
  const started = await startMigrated(run, bundle, false, (chunk) => { text += chunk.toString('utf8'); });
  if (started.ok) return { ok: true, started: { worker: started.worker, bundle, printed: () => text } };
  const said = withoutRecord(text);
  const failure = { message: said.trim() === '' ? started.problem.message : said.replace(/^service core:user:app: /gm, ''), frames: framesOf(said, bundle.position), calls: readRecord(text, bundle.position), entry: options.script.entry.module?.module ?? null };
  return { ok: false, next: pastStartFailure(failure, workarounds, root), stopped: started.problem };
}

async function play(run: Run, { worker, bundle, printed }: Started): Promise<Pick<Diagnosed, 'answers' | 'calls'>> {
  try {
    const answers = await playOnWorkers(run, worker, false);
    await send(worker.port, { method: 'GET', path: PENDING_PATH, headers: {}, body: null }, run.limit);
    for (let waited = 0; waited < END_LIMIT && !printed().includes(RECORD_END); waited += END_POLL) await pause(END_POLL);
    return { answers, calls: readRecord(printed(), bundle.position) };
  } finally {
    await worker.stop();
  }
}

/** What was refused while modules loaded and gone past at once: timers, requests, random values, packages that are not there. */
const skippedAtLoad = (calls: ObservedCall[]): Obstacle[] =>
  calls.filter((call) => call.kind === 'skipped').map((call) => ({ kind: 'refused-at-load', says: call.error?.message ?? '', subject: call.api, ...(call.target === undefined ? {} : { target: call.target }), frames: call.frames }));

const outOfTime = (seconds: number): NonNullable<Diagnosed['stopped']> => ({ message: `the time for a diagnosis (${seconds} s) ran out; what was found until then is told, and there may be more` });

/** Whoever uses what failed to load fails with the same text: that is told once, at what failed. */
const onlyFollows = ({ says }: Obstacle, known: Obstacle[]): boolean => known.some((one) => one.kind === 'fails-at-load' && one.says === says);

/** Goes on until it starts, until nothing more can be gone past, or until the deadline (as Date.now()), whichever comes first. */
export async function diagnoseOn(run: Run, kind: HandlerKind | null, platform: BundlerPlatform, deadline: number): Promise<Diagnosed> {
  const entry = workerEntry(run, kind);
  const nothing: Diagnosed = { platform, obstacles: [], stopped: null, answers: null, calls: [] };
  if (entry === null) return nothing;
  let workarounds = NO_WORKAROUNDS;
  const obstacles: Obstacle[] = [];
  for (let step = 0; step < MOST_STEPS; step++) {
    // A step is not cut off in the middle: a bundle cannot be stopped, and what it finds is worth its time.
    if (Date.now() > deadline) return { ...nothing, obstacles, stopped: outOfTime(DIAGNOSIS_LIMIT / 1_000) };
    run.say(`looking for the causes: ${platform} platform, step ${step + 1}`);
    const tried = await attempt(run, entry, workarounds, platform);
    if (tried.ok) {
      const played = await play(run, tried.started);
      // What was refused while it loaded stands in the record, in its order; the steps that found it need not tell it again.
      return { ...nothing, ...played, obstacles: [...obstacles.filter((one) => one.kind !== 'refused-at-load'), ...skippedAtLoad(played.calls).filter((one) => !onlyFollows(one, obstacles))] };
    }
    if (tried.next === null) return { ...nothing, obstacles, stopped: tried.stopped };
    workarounds = tried.next.workarounds;
    obstacles.push(...tried.next.obstacles);
  }
  return { ...nothing, obstacles, stopped: { message: `more than ${MOST_STEPS} obstacles at load` } };
}
