/**
 * Stands before a program (`node --require`) and writes down which of its functions is called from where. It changes no code: V8 tells when a watched
 * function is entered. Nothing that goes wrong here reaches the program.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { threadId } from 'node:worker_threads';
import { TRACE_ENV, WATCH_FILE, type TracePosition, type WatchList } from '../../core/trace.js';
import { attention, type Attention, type WatchedPlace } from './attention.js';
import { knownScripts, type Caller, type KnownScripts } from './callers.js';
import { openDebugger, type Debugger, type ParsedScript } from './debugger.js';
import { entriesOf, innermost, sitesOf } from './entries.js';
import { openNotebook, type Notebook } from './notebook.js';
import { scriptPath, scriptText, watchedName, type ScriptText } from './script-text.js';

const every = setInterval;
const TICK_MS = 200;

interface Recording {
  watch: WatchList;
  notebook: Notebook;
  scripts: KnownScripts;
  places: Attention;
  /** Index of the innermost function around a place of a file. */
  inner(file: string): (at: TracePosition) => number;
  /** Numbers of the places where a function is entered, by file and index: a file may be loaded more than once. */
  entriesOf: Map<string, number[]>;
  /** Functions that a watched call was seen to reach, in the form of the keys above. */
  reachedFrom: Map<string, Set<string>>;
  /** The watched call that is about to be made. */
  expected: { file: string; site: number } | null;
}

/** Packages below the root are none of it; the root itself may be one. */
const isOfProgram = ({ root }: WatchList, file: string): boolean => file.startsWith(root + path.sep) && !file.slice(root.length).includes(`${path.sep}node_modules${path.sep}`);

/** A script was compiled, and has not run yet. */
function meet(recording: Recording, debug: Debugger, script: ParsedScript): void {
  const { watch, notebook } = recording;
  const file = scriptPath(script.url);
  if (file === null || !isOfProgram(watch, file)) return;
  if (script.sourceMapURL === '' && watchedName(watch, file) === null) return;
  const text = scriptText(watch, file, script.sourceMapURL, () => debug.source(script));
  if (text === null) return;
  recording.scripts.learn(file, text);
  for (const name of text.files) notebook.file(name, 'recorded');
  for (const { file: name, how } of text.left) notebook.file(name, how);
  if (text.files.length > 0) watchScript(recording, debug, script, text);
}

function watchScript({ watch, places, inner, entriesOf: known }: Recording, debug: Debugger, script: ParsedScript, text: ScriptText): void {
  const locations = debug.locations(script);
  for (const { file, fn, line, column } of entriesOf(watch, text, locations, inner)) {
    const key = `${file}#${fn}`;
    known.set(key, [...(known.get(key) ?? []), places.add({ script, file, at: { line, column }, what: { fn } })]);
  }
  for (const { file, site, line, column } of sitesOf(watch, text, locations)) places.add({ script, file, at: { line, column }, what: { site } });
}

function hit(recording: Recording, index: number): void {
  const place = recording.places.placeOf(index);
  if (!place) return;
  const news = 'fn' in place.what ? entered(recording, place, place.what.fn) : passed(recording, place.file, place.what.site);
  recording.places.told(index, news);
}

/** A watched call is about to be made; whatever it may reach has to be watched this time. */
function passed(recording: Recording, file: string, site: number): boolean {
  const asked = recording.watch.files[file]?.sites[site];
  if (!asked) return false;
  const reached = recording.reachedFrom.get(`${file}#${site}`) ?? [];
  for (const key of [...asked.candidates.map(([name, fn]) => `${name}#${fn}`), ...reached]) for (const index of recording.entriesOf.get(key) ?? []) recording.places.wake(index);
  recording.notebook.site(file, asked.at, { observed: 1, ours: 0 });
  recording.expected = { file, site };
  return false;
}

/** Says whether the caller is a new one. */
function entered(recording: Recording, { script, file }: WatchedPlace, fn: number): boolean {
  const { watch, notebook, scripts, expected } = recording;
  recording.expected = null;
  const callee = watch.files[file]?.functions[fn];
  if (!callee) return false;
  const caller = scripts.callerOf(script.url, entered);
  if (callee.async && isWithinItself(recording, caller, script, file, fn)) return false;
  const position: TracePosition | null = caller.at && [caller.at.line + 1, caller.at.column + 1];
  const site = expected === null ? undefined : watch.files[expected.file]?.sites[expected.site];
  if (expected && site && caller.via === null && caller.at?.file === expected.file && `${position}` === `${site.at}`) {
    notebook.site(expected.file, site.at, { observed: 0, ours: 1 });
    const key = `${expected.file}#${expected.site}`;
    recording.reachedFrom.set(key, (recording.reachedFrom.get(key) ?? new Set()).add(`${file}#${fn}`));
  }
  return notebook.call({ at: caller.at && position ? { file: caller.at.file, position } : null, to: { file, start: callee.start }, via: caller.via });
}

/** Compilers for old targets put the body of an async function into one that they call inside of it. */
function isWithinItself({ scripts, inner }: Recording, { at }: Caller, script: ParsedScript, file: string, fn: number): boolean {
  return at !== null && at.file === file && scripts.textOf(script.url)?.mapped === true && inner(file)([at.line + 1, at.column + 1]) === fn;
}

/** Starts recording in this thread. Throws what Node throws where it has no inspector. */
function record(watch: WatchList, notebook: Notebook): void {
  const inside = new Map<string, (at: TracePosition) => number>();
  const inner = (file: string): ((at: TracePosition) => number) => {
    const known = inside.get(file) ?? innermost(watch.files[file] ?? { sha256: '', functions: [], sites: [] });
    inside.set(file, known);
    return known;
  };
  const debug = openDebugger();
  const recording: Recording = { watch, notebook, scripts: knownScripts(), places: attention(debug), inner, entriesOf: new Map(), reachedFrom: new Map(), expected: null };
  const quietly = (act: () => void): void => {
    try {
      act();
    } catch (error) {
      notebook.trouble(String(error));
    }
  };
  debug.listen((script) => quietly(() => meet(recording, debug, script)), (index) => quietly(() => hit(recording, index)));
  every(() => {
    quietly(recording.places.tick);
    notebook.flush();
  }, TICK_MS).unref();
  process.on('exit', notebook.flush);
}

/** What `--require` runs. */
function begin(folder: string): void {
  const notebook = openNotebook(path.join(folder, `${process.pid}-${threadId}.jsonl`));
  try {
    record(JSON.parse(readFileSync(path.join(folder, WATCH_FILE), 'utf8')) as WatchList, notebook);
  } catch (error) {
    // The process that only hands test files to others has no inspector, and runs none of them.
    if (process.execArgv.includes('--test')) return;
    notebook.trouble(String(error));
    notebook.flush();
  }
}

const folder = process.env[TRACE_ENV];
if (folder) begin(folder);
