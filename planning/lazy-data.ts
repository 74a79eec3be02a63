/** What is asked of a module that reads storage while it loads, what is answered, and the draft in between. */
import type { Place } from '../core/facts.js';
import type { PlannedLazy } from '../core/plan.js';
import type { FunctionId, FunctionNode } from '../core/program.js';
import type { Range, TopLevel, TopLevelStatement } from '../core/top-level.js';
import type { ClosureWorld } from './closure-data.js';

export interface LazyRequest {
  file: string;
  /** Offsets of what has to be waited for at the top of the module. */
  positions: ReadonlySet<number>;
  resources: ReadonlySet<string>;
  /** Something is written at load: whoever touches the same data has to wait until that is done. */
  mutates: boolean;
}

export type LazyAnswer = { lazy: PlannedLazy; gates: FunctionId[] } | { blocked: string; at?: Place };

export interface Draft {
  world: ClosureWorld;
  file: string;
  top: TopLevel;
  isStorage: (call: Range) => boolean;
  /** Statements that hold a position, and those that give values to the same names or are made of them. */
  held: ReadonlySet<TopLevelStatement>;
  needed: ReadonlySet<TopLevelStatement>;
  names: ReadonlySet<string>;
}

export const within = (at: number, [start, end]: Range): boolean => start <= at && at < end;
export const isAtLoad = (one: { functions: readonly Range[] }): boolean => one.functions.length === 0;
export const no = (blocked: string, at?: Place): LazyAnswer => ({ blocked, ...(at ? { at } : {}) });

export const isFunctionAt = (fn: FunctionNode, [start, end]: Range): boolean => fn.kind !== 'module' && fn.place.end === end && fn.place.start <= start && start - fn.place.start < 200;
