/** A finding before it has an id and an impact: one rule, one place, and what was seen there. */
import type { Place } from '../core/facts.js';
import type { FunctionNode, Program, ReachedBy, StorageUse } from '../core/program.js';
import type { Rule } from '../core/rules.js';
import type { Confidence, Reach } from '../core/vocabulary.js';

export interface Draft {
  rule: Rule;
  at: Place;
  /** Enclosing function. */
  fn: string;
  what: string;
  target?: string;
  storage?: StorageUse;
  reach: Reach;
  reachedBy: ReachedBy[];
  callers: Place[];
  guards: string[];
  tried: boolean;
  reasons: string[];
  confidence: Confidence;
  /** Id of the site, for site rules. */
  site?: string;
}

/** Functions of a program by id, and by their module. */
export interface Lookup {
  functionOf: (id: string) => FunctionNode | undefined;
  /** Name for readers: `Store.save`, the nearest named function around an anonymous one, or `(module)`. */
  nameOf: (id: string) => string;
  reachOfFile: (file: string) => Reach;
  /** Entry points that load a file. */
  loadedBy: (file: string) => ReachedBy[];
  /** The innermost function around an offset. */
  functionAt: (at: Place) => string;
}

export function lookupOf(program: Program): Lookup {
  const functions = new Map(program.functions.map((fn) => [fn.id, fn]));
  const reaches = new Map(program.modules.map((module) => [module.file, module.reach]));
  const byFile = grouped(program.functions);
  const nameOf = (id: string): string => {
    for (let fn = functions.get(id); fn; fn = fn.parent === null ? undefined : functions.get(fn.parent)) {
      if (fn.kind === 'module') break;
      if (fn.name !== '') return fn.className ? `${fn.className}.${fn.name}` : fn.name;
    }
    return '(module)';
  };
  const functionAt = (at: Place): string => {
    const around = (byFile.get(at.file) ?? []).filter((fn) => fn.kind !== 'module' && fn.place.start <= at.start && fn.place.end >= at.end);
    return around.reduce<FunctionNode | null>((inner, fn) => (inner === null || fn.place.start >= inner.place.start ? fn : inner), null)?.id ?? `${at.file}#0`;
  };
  return {
    functionOf: (id) => functions.get(id),
    nameOf,
    reachOfFile: (file) => reaches.get(file) ?? 'production',
    loadedBy: (file) => functions.get(`${file}#0`)?.reachedBy ?? [],
    functionAt,
  };
}

function grouped(functions: readonly FunctionNode[]): Map<string, FunctionNode[]> {
  const map = new Map<string, FunctionNode[]>();
  for (const fn of functions) {
    const list = map.get(fn.file);
    if (list) list.push(fn);
    else map.set(fn.file, [fn]);
  }
  return map;
}
