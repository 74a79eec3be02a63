/** How far the analysis saw: files parsed and skipped, imports and calls followed. Says plainly when it is not to be trusted. */
import type { FileFacts, SkippedFile } from '../core/facts.js';
import type { Program, Site } from '../core/program.js';
import type { Coverage } from '../core/scan.js';
import { isSample } from '../core/input-checks.js';
import type { Manifest } from '../core/manifest.js';
import { sourcePaths } from '../program/source-paths.js';
import { type InputWarning, trustOf } from '../core/warnings.js';
import { aboutUnread } from './unread.js';

export function coverageOf(facts: readonly FileFacts[], skipped: readonly SkippedFile[], program: Program, manifests: () => readonly Manifest[], found: readonly InputWarning[]): Coverage {
  const resolved = program.modules.reduce((sum, m) => sum + m.imports.length + m.packages.length, 0);
  const unresolved = program.modules.reduce((sum, m) => sum + m.unresolved.filter((u) => u.specifier !== null).length, 0);
  const computed = program.modules.reduce((sum, m) => sum + m.unresolved.filter((u) => u.specifier === null).length, 0);
  const calls = facts.reduce((sum, f) => sum + f.calls.length, 0);
  const warnings = [...aboutReading(facts, skipped), ...aboutImports(resolved, unresolved), ...aboutReach(program), ...aboutUnread(skipped, program, manifests), ...found, ...aboutFiles(skipped)];
  return {
    files: facts.length + skipped.length,
    parsed: facts.length,
    outlined: facts.filter((f) => f.outline).length,
    skipped: skipped.length,
    imports: { resolved, unresolved, computed },
    calls: { followed: calls - program.unknownCalls, unknown: program.unknownCalls },
    lines: facts.reduce((sum, f) => sum + f.lines, 0),
    parser: { oxc: facts.filter((f) => f.parser === 'oxc').length, babel: facts.filter((f) => f.parser === 'babel').length },
    complete: !warnings.some((warning) => warning.incomplete),
    incompleteBecause: warnings.filter((warning) => warning.incomplete).map((warning) => warning.message),
    trust: trustOf(warnings),
    warnings,
  };
}

function aboutImports(resolved: number, unresolved: number): InputWarning[] {
  if (unresolved <= 5 || unresolved <= resolved) return [];
  return [{ code: 'imports-unresolved', incomplete: true, message: `${unresolved} of ${unresolved + resolved} imports lead nowhere: is this the whole program?` }];
}

const FEW_SITES = 10;

const withoutEnding = (file: string): string => file.replace(/\.[cm]?[jt]sx?$/, '');

/** The same for two builds of one source: `dist/esm/load.mjs`, `dist/cjs/load.js`. */
const formatless = (file: string): string => withoutEnding(file).split('/').filter((part) => !/^(?:cjs|esm|es|mjs|commonjs|es\d+)$/.test(part)).join('/');

/** Nothing that is seen starts what is there: a plug-in, or a part of something larger. */
const aboutNoEntry = (unreached: readonly Site[]): InputWarning[] =>
  unreached.length < FEW_SITES ? [] : [{ code: 'modules-unreached', incomplete: true, message: `nothing that package.json or the host names leads to the ${unreached.length} sites of this code, most of them in ${mostIn(unreached.map((site) => site.at.file))}: none is counted, and all may belong to a program that loads it` }];

/** Files that nothing seen here loads, in a program that loads modules by computed names: what they do may belong to it after all. More than half of all sites there is no basis for a verdict. */
function aboutReach({ modules, sites }: Program): InputWarning[] {
  const loader = modules.find((m) => m.reach === 'production' && m.unresolved.some((u) => u.specifier === null));
  const running = sites.filter((site) => site.reach === 'production').length;
  // Asked first, because it is soon told: most programs have few sites that nothing reaches.
  const unreached = sites.filter((site) => site.reach === 'dead').length;
  if (running === 0 && !loader && unreached >= FEW_SITES) return aboutNoEntry(sites.filter((site) => site.reach === 'dead' && !isSample(site.at.file)));
  if (!loader || unreached < FEW_SITES || unreached * 4 < running) return [];
  const seen = new Set(modules.filter((m) => m.reach === 'production').flatMap((m) => [formatless(m.file), ...sourcePaths(m.file)]));
  const apart = new Set(modules.filter((m) => m.reach === 'dead' && !isSample(m.file) && !seen.has(formatless(m.file)) && !seen.has(withoutEnding(m.file))).map((m) => m.file));
  const there = sites.filter((site) => apart.has(site.at.file)).length;
  if (there < FEW_SITES || there * 4 < running) return [];
  return [{
    code: 'modules-unreached', file: loader.file, incomplete: there > running,
    message: `${loader.file} loads modules by names known only at run time, and ${apart.size} files are loaded by nothing that is seen here, most of them in ${mostIn([...apart])}: their ${there} sites are not counted and may belong to the program`,
  }];
}

/** The folder, two levels deep, that holds the most of these files. */
function mostIn(files: readonly string[]): string {
  const folders = files.map((file) => file.split('/').slice(0, -1).slice(0, 2).join('/') || '.');
  const counts = new Map<string, number>();
  for (const folder of folders) counts.set(folder, (counts.get(folder) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))[0]?.[0] ?? '.';
}

/** Files that should have been read and were not; one that has vanished is told as such. What is generated, binary or a loop of links is no source of a person. */
function aboutFiles(skipped: readonly SkippedFile[]): InputWarning[] {
  return skipped.filter(({ file }) => !isSample(file)).flatMap(({ file, reason, detail }): InputWarning[] => {
    if (reason === 'syntax') return [{ code: 'parser-refusal', file, message: `${file} could not be parsed (${detail}): nothing in it was judged`, incomplete: false }];
    if (reason === 'unreadable' && detail !== 'ENOENT') return [{ code: 'unreadable', file, message: `${file} could not be read (${detail}): nothing in it was judged`, incomplete: false }];
    return [];
  });
}

/** A few broken files are rows in a list; a third of the program is no basis for a verdict. */
function aboutReading(facts: readonly FileFacts[], skipped: readonly SkippedFile[]): InputWarning[] {
  const failed = skipped.filter((s) => s.reason === 'syntax' || s.reason === 'unreadable').length;
  return [
    ...skipped.filter((s) => s.reason === 'budget').map((s): InputWarning => ({ code: 'budget', file: s.file, message: s.detail, incomplete: true })),
    ...(facts.length === 0 ? [{ code: 'no-source-read' as const, incomplete: true, message: 'not one source file could be read' }] : []),
    ...(failed > 3 && failed * 3 > facts.length ? [{ code: 'many-unread' as const, incomplete: true, message: `${failed} source files could not be read or parsed` }] : []),
  ];
}
