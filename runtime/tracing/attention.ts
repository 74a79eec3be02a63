/** Decides how long each place is watched: as long as it brings news, then with rests that grow, and never for more than a small share of the time. Runs inside of the traced process. */
import type { Debugger, ParsedScript } from './debugger.js';

/** As they were before tests could put fake timers in their place. */
const now = performance.now.bind(performance);

/** Hits without news after which a place rests. */
const ENOUGH = 16;
const ENOUGH_WHEN_DEAR = 3;
/** What one hit costs; measured, on a slow machine. */
const HIT_MS = 0.15;
/** The time that hits may take: at first, and of what passes. */
const FREE_MS = 100;
const SHARE = 0.05;
const SHORTEST_REST_MS = 500;
const LONGEST_REST_MS = 16_000;

/** A place that is watched: where a function is entered, or where a call is made. */
export interface WatchedPlace {
  script: ParsedScript;
  file: string;
  at: { line: number; column: number };
  what: { fn: number } | { site: number };
}

export interface Attention {
  /** Watches a place from now on; answers its number. */
  add(place: WatchedPlace): number;
  placeOf(index: number): WatchedPlace | undefined;
  /** Watches it again, if it rests. */
  wake(index: number): void;
  /** To be told of every hit, and whether it brought news. */
  told(index: number, news: boolean): void;
  /** Wakes what has rested long enough, while that is cheap. */
  tick(): void;
}

interface State {
  place: WatchedPlace;
  breakpoint: string | null;
  quiet: number;
  rest: number;
  /** Time at which it may be watched again. */
  wakes: number;
}

export function attention(debug: Debugger): Attention {
  const start = now();
  const states: State[] = [];
  let hits = 0;
  const isDear = (): boolean => hits * HIT_MS > FREE_MS + SHARE * (now() - start);
  const watch = (index: number): void => {
    const state = states[index];
    if (!state || state.breakpoint !== null) return;
    state.breakpoint = debug.watch(state.place.script, state.place.at, index);
    state.quiet = 0;
  };
  const restNow = (state: State): void => {
    if (state.breakpoint !== null) debug.forget(state.breakpoint);
    state.breakpoint = null;
    state.wakes = now() + state.rest;
    state.rest = Math.min(LONGEST_REST_MS, state.rest * 2);
  };
  return {
    add(place) {
      const index = states.push({ place, breakpoint: null, quiet: 0, rest: SHORTEST_REST_MS, wakes: 0 }) - 1;
      watch(index);
      return index;
    },
    placeOf: (index) => states[index]?.place,
    wake: watch,
    told(index, news) {
      const state = states[index];
      if (!state) return;
      hits += 1;
      state.quiet = news ? 0 : state.quiet + 1;
      if (state.quiet >= (isDear() ? ENOUGH_WHEN_DEAR : ENOUGH)) restNow(state);
    },
    tick() {
      const time = now();
      states.forEach((state, index) => {
        if (state.breakpoint === null && state.wakes < time && !isDear()) watch(index);
      });
    },
  };
}
