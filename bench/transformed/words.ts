/** The outcomes of several programs as a table, and what stands in the way call by call. Words only. */
import type { ReasonStep } from '../../core/plan.js';
import type { Outcome } from './outcomes.js';
import type { Waiting } from './waiting.js';

export interface Measured {
  name: string;
  outcomes: readonly Outcome[];
  /** Synchronous calls, with every code that keeps a caller from waiting. */
  waiting: readonly Waiting[];
}

/** `constructor 3, escapes 1`: the most frequent first. */
function tally(words: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([word, count]) => `${word} ${count}`).join(', ') || '-';
}

const target = (reason: string): string => reason.slice(0, reason.indexOf(':'));

function row(name: string, all: readonly Outcome[]): string {
  const of = (kind: Outcome['fate']['kind']): number => all.filter((one) => one.fate.kind === kind).length;
  const open = all.length - of('by-hand');
  const blocked = all.flatMap(({ fate }) => (fate.kind === 'blocked' ? [fate.code] : []));
  const byHand = all.flatMap(({ fate }) => (fate.kind === 'by-hand' ? [target(fate.reason)] : []));
  const percent = open === 0 ? '-' : `${Math.round((100 * of('transformed')) / open)} %`;
  return `| ${name} | ${all.length} | ${of('by-hand')} | ${of('transformed')} | ${percent} | ${tally(blocked)} | ${tally(byHand)} |`;
}

export function table(measured: readonly Measured[]): string {
  const sum = measured.flatMap((one) => one.outcomes);
  return [
    '| program | sites | by hand | transformed | of the rest | blocked by | by hand, by target |',
    '|---|---|---|---|---|---|---|',
    ...measured.map((one) => row(one.name, one.outcomes)),
    ...(measured.length > 1 ? [row('all', sum)] : []),
  ].join('\n');
}

/** One call can be kept from waiting by several reasons: each counts once. */
export function waitingTable(measured: readonly Measured[]): string {
  const line = (name: string, all: Measured['waiting']): string => `| ${name} | ${all.length} | ${all.filter((one) => one.codes.length === 0).length} | ${tally(all.flatMap((one) => one.codes))} |`;
  return [
    '| program | synchronous calls | whose callers can all wait | kept by |',
    '|---|---|---|---|',
    ...measured.map((one) => line(one.name, one.waiting)),
    ...(measured.length > 1 ? [line('all', measured.flatMap((one) => one.waiting))] : []),
  ].join('\n');
}

export function details(name: string, all: readonly Outcome[]): string {
  const lines = all.flatMap(({ site, resource, fate }) => {
    if (fate.kind === 'transformed') return [];
    const head = `  ${site.at.file}:${site.at.line} ${site.origin} ${resource.pattern}`;
    return fate.kind === 'by-hand' ? [`${head}\n    by hand, ${fate.reason}`] : [`${head}\n    ${fate.code}: ${fate.chain.join('\n      ')}`];
  });
  return [name, ...lines, ''].join('\n');
}

const placed = (step: ReasonStep): string => (step.at ? `${step.text} (${step.at.file}:${step.at.line})` : step.text);

/** Every call whose callers cannot all wait, with each chain of reasons. */
export function waitingDetails(name: string, all: readonly Waiting[]): string {
  const kept = all.filter((one) => one.blocks.length > 0);
  return [`${name}: kept from waiting`, ...kept.flatMap(({ site, blocks }) => [`  ${site.at.file}:${site.at.line} ${site.origin}`, ...blocks.map((block) => `    ${block.code}: ${block.chain.map(placed).join('\n      ')}`)]), ''].join('\n');
}
