/** Keeps what a process has seen and appends it to its own file of the recording, in whole lines. Whatever goes wrong with the disk stays here: the traced program never hears of it. */
import { appendFileSync } from 'node:fs';
import type { TraceLine, TracedCall, TracedFile, TracedSite } from '../../core/trace.js';

const append = appendFileSync;
const soon = setImmediate;
const afterThisStep = queueMicrotask;

export interface Notebook {
  file(file: string, how: TracedFile): void;
  trouble(text: string): void;
  /** Says whether it is the first of its kind. */
  call(call: Omit<TracedCall, 'calls'>): boolean;
  site(file: string, at: TracedSite['at'], reached: { observed: number; ours: number }): void;
  /** Writes down what is new. */
  flush(): void;
}

interface Counted<T> {
  item: T;
  counts: [number, number];
}

const EMPTY: readonly [] = [];

/** `file` is absolute; it is made with the first line. */
export function openNotebook(file: string): Notebook {
  const plain = new Set<string>();
  const pending: string[] = [];
  const calls = new Map<string, Counted<Omit<TracedCall, 'calls'>>>();
  const sites = new Map<string, Counted<Pick<TracedSite, 'file' | 'at'>>>();
  const changed = new Set<string>();

  /**
   * A test runner may kill this process, or end this thread, as soon as it has its result: news is written before the program can tell anybody of it.
   * What is only counted once more waits until the program rests.
   */
  let writes: 'after this step' | 'soon' | null = null;
  const tell = (): void => {
    if (writes === 'after this step') return;
    writes = 'after this step';
    afterThisStep(flush);
  };
  const count = (): void => {
    if (writes !== null) return;
    writes = 'soon';
    soon(flush).unref();
  };
  const once = (line: TraceLine): void => {
    const text = JSON.stringify(line);
    if (plain.has(text)) return;
    plain.add(text);
    pending.push(text);
    tell();
  };
  const add = <T>(known: Map<string, Counted<T>>, key: string, item: T, first: number, second: number): boolean => {
    const counted = known.get(key);
    if (counted) counted.counts = [counted.counts[0] + first, counted.counts[1] + second];
    else known.set(key, { item, counts: [first, second] });
    changed.add(key);
    (counted ? count : tell)();
    return counted === undefined;
  };
  /** Takes out what was counted since the last time. */
  const taken = (): string[] => [...changed].flatMap((key) => {
    const call = calls.get(key);
    if (call) return [JSON.stringify({ kind: 'call', ...call.item, calls: call.counts[0] } satisfies TraceLine)];
    const site = sites.get(key);
    return site ? [JSON.stringify({ kind: 'site', ...site.item, observed: site.counts[0], ours: site.counts[1] } satisfies TraceLine)] : EMPTY;
  });
  function flush(): void {
    writes = null;
    if (pending.length === 0 && changed.size === 0) return;
    try {
      append(file, `${[...pending, ...taken()].join('\n')}\n`);
      forget();
    } catch {
      // A full disk, or a test that has put its own file system in place: the next flush tries again.
    }
  }
  const forget = (): void => {
    for (const key of changed) {
      const counted = calls.get(key) ?? sites.get(key);
      if (counted) counted.counts = [0, 0];
    }
    changed.clear();
    pending.length = 0;
  };

  return {
    file: (name, how) => once({ kind: 'file', file: name, how }),
    trouble: (text) => once({ kind: 'trouble', text }),
    call: (call) => add(calls, `call ${call.via ?? ''} ${call.at?.file ?? ''}:${call.at?.position.join(':') ?? ''} ${call.to.file}:${call.to.start.join(':')}`, call, 1, 0),
    site: (name, at, { observed, ours }) => void add(sites, `site ${name}:${at.join(':')}`, { file: name, at }, observed, ours),
    flush,
  };
}
