/** How far the analysis saw: files parsed and skipped, imports and calls followed. Says plainly when it is not to be trusted. */
import type { FileFacts, SkippedFile } from '../core/facts.js';
import type { Program } from '../core/program.js';
import type { Coverage } from '../core/scan.js';

export function coverageOf(facts: readonly FileFacts[], skipped: readonly SkippedFile[], program: Program, warnings: readonly string[]): Coverage {
  const resolved = program.modules.reduce((sum, m) => sum + m.imports.length + m.packages.length, 0);
  const unresolved = program.modules.reduce((sum, m) => sum + m.unresolved.filter((u) => u.specifier !== null).length, 0);
  const computed = program.modules.reduce((sum, m) => sum + m.unresolved.filter((u) => u.specifier === null).length, 0);
  const calls = facts.reduce((sum, f) => sum + f.calls.length, 0);
  const incompleteBecause = [
    ...skipped.filter((s) => s.reason === 'budget').map((s) => s.detail),
    ...(unresolved > 5 && unresolved > resolved ? [`${unresolved} of ${unresolved + resolved} imports lead nowhere: is this the whole program?`] : []),
    ...(facts.length === 0 ? ['not one source file could be read'] : []),
    ...unreadShare(facts, skipped),
    ...warnings,
  ];
  return {
    files: facts.length + skipped.length,
    parsed: facts.length,
    skipped: skipped.length,
    imports: { resolved, unresolved, computed },
    calls: { followed: calls - program.unknownCalls, unknown: program.unknownCalls },
    lines: facts.reduce((sum, f) => sum + f.lines, 0),
    parser: { oxc: facts.filter((f) => f.parser === 'oxc').length, babel: facts.filter((f) => f.parser === 'babel').length },
    complete: incompleteBecause.length === 0,
    incompleteBecause,
  };
}

/** A few broken files are rows in a list; a third of the program is no basis for a verdict. */
function unreadShare(facts: readonly FileFacts[], skipped: readonly SkippedFile[]): string[] {
  const failed = skipped.filter((s) => s.reason === 'syntax' || s.reason === 'unreadable').length;
  return failed > 3 && failed * 3 > facts.length ? [`${failed} source files could not be read or parsed`] : [];
}
