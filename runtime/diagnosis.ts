/**
 * The diagnosis run: the migrated app is bundled, started and played once more with everything recorded, past what stops it. It
 * says nothing about whether the app works: that is the strict run's to say.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { bundleForWorkers, type BundlerPlatform } from './bundle.js';
import type { HandlerKind } from './entry.js';
import type { Answer } from './http.js';
import { send } from './http.js';
import { EMPTY_PLAN, learned, learnedCall, loadable, withPlan, type LoadableBundle, type LoadPlan } from './load-plan.js';
import { diagnosisPlugin, NO_WORKAROUNDS, RECORDED_ENTRY, type Workarounds } from './recorded-modules.js';
import { FAILED_UNIT, LACKS_FOLDER, PENDING_PATH, RECORD_END } from './record-lines.js';
import { readRecord, withoutRecord, type ObservedCall, type ReadRecord } from './record.js';
import { nothingListens } from './symptoms.js';
import { playOnWorkers, startMigrated, workerEntry, type Run } from './run.js';
import type { SourcePosition } from './source-position.js';
import { obstacleOf, pastBundleErrors, pastLoading, type Obstacle } from './workarounds.js';
import type { RunningWorker } from './workerd.js';

export interface Diagnosed {
  platform: BundlerPlatform;
  obstacles: Obstacle[];
  /** Where it could not go on, in the words of the bundler or the runtime. */
  stopped: { message: string; at?: SourcePosition } | null;
  /** Null when it did not start at all. */
  answers: Answer[][] | null;
  calls: ObservedCall[];
  /** Of the bundle, with what a diagnosis adds to it; null when there was none. */
  size: { bytes: number; gzipBytes: number } | null;
}

/** Bundles and starts; each finds at least one new obstacle, and a program with more has a list long enough. */
const MOST_STEPS = 40;

/** Milliseconds to wait for the end of the record, and between two looks at it. */
const END_LIMIT = 2_000;
const END_POLL = 20;

/** How far a diagnosis has come. */
interface Progress {
  workarounds: Workarounds;
  /** Null when it has to be bundled, again or for the first time. */
  bundle: LoadableBundle | null;
  plan: LoadPlan;
  obstacles: Obstacle[];
}

type Step = { next: Progress } | { stopped: NonNullable<Diagnosed['stopped']>; obstacles: Obstacle[] } | { played: Pick<Diagnosed, 'answers' | 'calls'> };

async function bundled(run: Run, entry: string, platform: BundlerPlatform, at: Progress): Promise<Step> {
  const { options, packages, found, compatibilityDate } = run;
  const { migrated: root, original } = options;
  const result = await bundleForWorkers({
    root, packagesOf: original, entry: { contents: RECORDED_ENTRY }, compatibilityDate, wrangler: found.config, packages, platform, plugins: [diagnosisPlugin(root, entry, at.workarounds)],
  });
  // Keys of refused calls are places in a bundle, and this is another one.
  if (result.ok) return { next: { ...at, bundle: loadable(result.bundle), plan: { ...at.plan, skips: [] } } };
  const errors = result.notes.filter((note) => note.kind === 'error' || note.kind === 'unresolved');
  const past = pastBundleErrors(errors, at.workarounds, root);
  const [first] = errors;
  if (past === null) return { stopped: { message: first?.message ?? 'it does not bundle', ...(first?.at ? { at: first.at } : {}) }, obstacles: at.obstacles };
  return { next: { ...at, workarounds: past.workarounds, obstacles: [...at.obstacles, ...past.obstacles] } };
}

async function play(run: Run, worker: RunningWorker, printed: () => string, read: (text: string) => ReadRecord): Promise<Pick<Diagnosed, 'answers' | 'calls'>> {
  const answers = await playOnWorkers(run, worker, false);
  await send(worker.port, { method: 'GET', path: PENDING_PATH, headers: {}, body: null }, run.limit);
  for (let waited = 0; waited < END_LIMIT && !printed().includes(RECORD_END); waited += END_POLL) await pause(END_POLL);
  return { answers, calls: read(printed()).calls };
}

/** The module that serves, as the bundler names it. */
function servingModule({ options: { script } }: Run): string | null {
  const module = script.entry.workers ?? script.entry.module;
  return module ? module.module.replace(/^\.\//, '') : null;
}

/** What was thrown; an app may have printed lines of its own before. */
function thrown(printed: string): string {
  const lines = withoutRecord(printed).trim().split('\n');
  return lines.slice(Math.max(0, lines.findIndex((line) => line.startsWith('Uncaught ')))).join('\n');
}

/** Calls that tell how far a program came while its modules loaded. */
const MARKS: ReadonlySet<ObservedCall['kind']> = new Set(['refused', 'skipped', 'done', 'absent', 'made']);

/**
 * Where nothing listens in the end, the refused call at which the start of the program ended. A promise that is rejected while modules load is told by
 * nobody, and process.exit does nothing then: that nothing came after the call is all there is to see.
 */
function endOfStart({ answers, calls }: Pick<Diagnosed, 'answers' | 'calls'>): ObservedCall | null {
  if (!answers?.flat().every((answer) => nothingListens(answer.failure?.message))) return null;
  const last = calls.filter((call) => call.request === 0 && MARKS.has(call.kind) && call.api !== 'node:process.exit').at(-1);
  return last?.kind === 'refused' ? last : null;
}

/** What fails and cannot be replaced where it is gets another bundle; null when it had that already. */
function anotherBundle(failed: { subject: string; says: string }, at: Progress, plan: LoadPlan, root: string): Step | null {
  const workarounds = pastLoading(failed, at.workarounds, root);
  return workarounds && { next: { ...at, workarounds, bundle: null, plan: { ...plan, replaced: plan.replaced.filter(([unit]) => unit !== failed.subject) } } };
}

/** Past the call, or the module imported late, at which the start of the program ended. */
function pastEnd(end: ObservedCall, at: Progress, plan: LoadPlan, root: string): Step | null {
  const { key, api, error } = end;
  if (key === undefined) return null;
  if (key === LACKS_FOLDER) return { next: { ...at, plan: { ...plan, folder: true } } };
  if (!key.startsWith(FAILED_UNIT)) return { next: { ...at, plan: learnedCall(plan, end, root) } };
  const failed = { subject: api, says: error?.message ?? '' };
  const reached = { ...at, obstacles: [...at.obstacles, { kind: 'fails-at-load' as const, ...failed, frames: end.frames }] };
  if (plan.replaced.some(([unit]) => unit === api)) return anotherBundle(failed, reached, plan, root);
  return { next: { ...reached, plan: { ...plan, replaced: [...plan.replaced, [api, failed.says]] } } };
}

/** One start. It is played only when loading needed no step that was not planned: else modules ran more than once. */
async function startedOnce(run: Run, at: Progress, bundle: LoadableBundle): Promise<Step> {
  const root = run.options.migrated;
  let text = '';
  const read = (printed: string): ReadRecord => readRecord(printed, bundle.bundle.position);
  const started = await startMigrated(run, withPlan(bundle, at.plan, servingModule(run)), false, (chunk) => { text += chunk.toString('utf8'); });
  try {
    const { plan, steps } = learned(at.plan, read(text).steps, root);
    const obstacles = [...at.obstacles, ...steps.map(obstacleOf)];
    const last = steps.at(-1);
    const again = last?.past === 'rebuild' ? anotherBundle(last, { ...at, obstacles }, plan, root) : null;
    if (again) return again;
    if (steps.length > 0 && last?.past !== 'rebuild') return { next: { ...at, plan, obstacles } };
    if (!started.ok) return { stopped: { ...started.problem, message: thrown(started.problem.message) }, obstacles };
    const played = await play(run, started.worker, () => text, read);
    const end = endOfStart(played);
    return (end ? pastEnd(end, at, plan, root) : null) ?? { played };
  } finally {
    if (started.ok) await started.worker.stop();
  }
}

/** What was refused while modules loaded and gone past at once: timers, requests, random values, packages that are not there. */
const skippedAtLoad = (calls: ObservedCall[]): Obstacle[] =>
  calls.filter((call) => call.kind === 'skipped').map((call) => ({ kind: 'refused-at-load', says: call.error?.message ?? '', subject: call.api, ...(call.target === undefined ? {} : { target: call.target }), frames: call.frames }));

const outOfTime = (seconds: number): NonNullable<Diagnosed['stopped']> => ({ message: `the time for a diagnosis (${seconds} s) ran out (--diagnosis-time gives it more); what was found until then is told, and there may be more` });

/** Whoever uses what failed to load fails with the same text: that is told once, at what failed. */
const onlyFollows = ({ says }: Obstacle, known: Obstacle[]): boolean => known.some((one) => one.kind === 'fails-at-load' && one.says === says);

const isSamePlace = ({ frames: [one] }: Obstacle, { frames: [other] }: Obstacle): boolean => one?.file === other?.file && one?.line === other?.line;

/** What fails in a bundle and, replaced, in the next one is told once. */
const distinct = (obstacles: Obstacle[]): Obstacle[] => obstacles.filter((one, i) => obstacles.findIndex((other) => other.kind === one.kind && other.subject === one.subject && other.target === one.target && isSamePlace(other, one)) === i);

export interface Limits {
  /** As Date.now(); of all `seconds` of the diagnosis. */
  deadline: number;
  seconds: number;
  /** Another diagnosis met so many obstacles and played: one with more is of no use. */
  obstacles?: number;
}

/** Until it starts, until nothing more can be gone past, or until a limit, whichever comes first. */
export async function diagnoseOn(run: Run, kind: HandlerKind | null, platform: BundlerPlatform, { deadline, seconds, obstacles: most = Infinity }: Limits): Promise<Diagnosed> {
  const entry = workerEntry(run, kind);
  const none: Diagnosed = { platform, obstacles: [], stopped: null, answers: null, calls: [], size: null };
  if (entry === null) return none;
  let at: Progress = { workarounds: NO_WORKAROUNDS, bundle: null, plan: EMPTY_PLAN, obstacles: [] };
  for (let step = 0; step < MOST_STEPS; step++) {
    const nothing = { ...none, size: at.bundle && { bytes: at.bundle.bundle.bytes, gzipBytes: at.bundle.bundle.gzipBytes } };
    // A step is not cut off in the middle: a bundle cannot be stopped, and what it finds is worth its time.
    if (Date.now() > deadline) return { ...nothing, obstacles: distinct(at.obstacles), stopped: outOfTime(seconds) };
    if (distinct(at.obstacles).length > most) return { ...nothing, obstacles: distinct(at.obstacles), stopped: { message: 'the other bundler platform gets further' } };
    run.say(`looking for the causes: ${platform} platform, ${at.bundle ? 'starting' : 'bundling'}, step ${step + 1}`);
    const done = at.bundle ? await startedOnce(run, at, at.bundle) : await bundled(run, entry, platform, at);
    if ('stopped' in done) return { ...nothing, obstacles: distinct(done.obstacles), stopped: done.stopped };
    if ('played' in done) {
      // What was refused while it loaded stands in the record, in its order; what was refused in a package that was then replaced does not.
      const refused = skippedAtLoad(done.played.calls);
      const before = at.obstacles.filter((one) => one.kind !== 'refused-at-load' || !refused.some((other) => other.subject === one.subject && isSamePlace(other, one)));
      return { ...nothing, ...done.played, obstacles: [...distinct(before), ...refused.filter((one) => !onlyFollows(one, before))] };
    }
    at = done.next;
  }
  return { ...none, obstacles: distinct(at.obstacles), stopped: { message: `more than ${MOST_STEPS} obstacles at load` } };
}
