/** Folds what workerd exports at each date into one line for all names that fared alike, and compares two workerds. It runs nothing and words nothing. */
import type { ExportKind, ExportsAt, ObservedExports } from '../core/evidence.js';

export interface Probed {
  date: string;
  found: ExportsAt;
}

/** An export that another workerd has otherwise, at the first date at which it does. */
export interface ExportChange {
  module: string;
  name: string;
  since: string;
  before: ExportKind;
  after: ExportKind;
}

export interface ExportDrift {
  appeared: ExportChange[];
  vanished: ExportChange[];
  /** Stubs that began to work. */
  began: ExportChange[];
  /** Functions that only say, since, that they are not implemented. */
  stopped: ExportChange[];
  /** Any other kind, such as an object in place of a function. */
  otherwise: ExportChange[];
}

const kindOf = (found: ExportsAt, module: string, name: string): ExportKind => (Object.hasOwn(found[module] ?? {}, name) ? found[module]?.[name] : undefined) ?? 'absent';

const namesOf = (module: string, probes: readonly ExportsAt[]): string[] => [...new Set(probes.flatMap((found) => Object.keys(found[module] ?? {})))].sort();

function historyOf(probes: readonly Probed[], module: string, name: string): string {
  const kinds = probes.map(({ date, found }) => ({ date, kind: kindOf(found, module, name) }));
  return kinds.filter(({ kind }, index) => kind !== (kinds[index - 1]?.kind ?? 'absent')).map(({ date, kind }) => `${date} ${kind}`).join(', ');
}

/** Probes in the order of their dates. */
export function foldExports(probes: readonly Probed[]): ObservedExports['modules'] {
  const all = probes.map(({ found }) => found);
  const modules = [...new Set(all.flatMap((found) => Object.keys(found)))].sort();
  return Object.fromEntries(modules.map((module) => {
    const rows = new Map<string, string[]>();
    for (const name of namesOf(module, all)) {
      const history = historyOf(probes, module, name);
      rows.set(history, [...(rows.get(history) ?? []), name]);
    }
    return [module, Object.fromEntries([...rows].toSorted(([a], [b]) => (a < b ? -1 : 1)))];
  }));
}

/** The kinds at a date. Between two dates that were probed nothing changes, because each is the day of a flag. */
export function exportsAt({ modules }: Pick<ObservedExports, 'modules'>, date: string): ExportsAt {
  const kindAt = (history: string): ExportKind => (history.split(', ').map((part) => part.split(' ')).filter(([since = '']) => since <= date).at(-1)?.[1] ?? 'absent') as ExportKind;
  return Object.fromEntries(Object.entries(modules).map(([module, rows]) =>
    [module, Object.fromEntries(Object.entries(rows).flatMap(([history, names]) => names.map((name) => [name, kindAt(history)] as const)))]));
}

function changesAt(before: ExportsAt, { date, found }: Probed): ExportChange[] {
  return [...new Set([...Object.keys(before), ...Object.keys(found)])].sort().flatMap((module) =>
    namesOf(module, [before, found])
      .map((name): ExportChange => ({ module, name, since: date, before: kindOf(before, module, name), after: kindOf(found, module, name) }))
      .filter((one) => one.before !== one.after));
}

function firstOfEach(changes: readonly ExportChange[]): ExportChange[] {
  const seen = new Map<string, ExportChange>();
  for (const change of changes) {
    const key = [change.module, change.name, change.before, change.after].join(' ');
    if (!seen.has(key)) seen.set(key, change);
  }
  return [...seen.values()];
}

function groupOf({ before, after }: ExportChange): keyof ExportDrift {
  if (before === 'absent') return 'appeared';
  if (after === 'absent') return 'vanished';
  if (before === 'stub') return 'began';
  return after === 'stub' ? 'stopped' : 'otherwise';
}

/** What another workerd exports, beside what was written down, each at the same date. */
export function exportDrift(written: Pick<ObservedExports, 'modules'>, probes: readonly Probed[]): ExportDrift {
  const changes = firstOfEach(probes.flatMap((probe) => changesAt(exportsAt(written, probe.date), probe)));
  const of = (group: keyof ExportDrift): ExportChange[] => changes.filter((one) => groupOf(one) === group);
  return { appeared: of('appeared'), vanished: of('vanished'), began: of('began'), stopped: of('stopped'), otherwise: of('otherwise') };
}
