/** Says why no Container is needed: nothing asked for a machine, or what asked for one has another answer, which it names. It weighs nothing. */
import type { Program } from '../core/program.js';
import type { Finding } from '../core/scan.js';
import type { Area } from '../core/vocabulary.js';
import { placeOf } from './container-needs.js';
import { MACHINE_AREAS, blockers, packageNames, packageOf } from './open-findings.js';
import { replacementOf } from './replacements.js';

const PLAIN = 'No module needs compiled add-ons, processes, threads or a local model';

const list = (names: string[]): string => (names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`);

function answersOf(replaced: string[], decided: string[], others: string[]): string[] {
  const by = [...new Set(replaced.flatMap((name) => replacementOf(name)?.by ?? []))];
  return [
    ...(replaced.length > 0 ? [`${list(replaced)} ${replaced.length === 1 ? 'has a replacement' : 'have replacements'} (${by.join('; ')})`] : []),
    ...(decided.length > 0 ? [`a decision moves ${list(decided)} to a service`] : []),
    ...(others.length > 0 ? [`${list(others)} ${others.length === 1 ? 'is' : 'are'} answered without a machine`] : []),
  ];
}

/** For programs of which nothing stays in a Container. */
export function noMachine(program: Program, findings: Finding[], settled: ReadonlySet<Area> = new Set()): { text: string; at?: ReturnType<typeof placeOf> } {
  const packages = packageNames(program);
  const asking = blockers(findings, 'workers').filter((finding) => MACHINE_AREAS.has(finding.area) || finding.area === 'sqlite');
  const [first] = asking;
  if (!first) return { text: PLAIN };
  const named = new Map(asking.map((finding) => [packageOf(finding.what, packages) ?? finding.what.split(/[.(]/)[0] ?? finding.what, finding.area]));
  const names = [...named.keys()].sort();
  const replaced = names.filter((name) => replacementOf(name));
  const left = names.filter((name) => !replacementOf(name));
  const isDecided = (name: string): boolean => settled.has(named.get(name) ?? 'other');
  const answers = answersOf(replaced, left.filter(isDecided), left.filter((name) => !isDecided(name)));
  return { text: `${answers.join(', ')}; after that no module needs a machine`, at: placeOf(first.at) };
}
