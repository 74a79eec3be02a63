/** A safety gate of a rewrite: components after which TypeScript finds fault with a file that it did not find before are left as they were. */
import type { Change } from '../core/changes.js';
import { lineStarts, placeAt } from '../core/text.js';
import type { Refused } from '../codemods/define.js';
import { newDiagnostics } from '../checker/new-diagnostics.js';
import { readProjectFile } from '../core/project.js';
import type { Scanned } from './scan.js';

const SOURCE = /\.[cm]?[jt]sx?$/;

/** Joins the ids of components in one change of a file. */
export const BETWEEN = ' + ';

/** Components that bring new diagnostics, each with the first; null when TypeScript is not installed. */
export function mistyped({ program, project }: Scanned, changes: readonly Change[]): Refused[] | null {
  const after = new Map(changes.map((change) => [change.file, change.after]));
  const changed = changes.filter((change) => change.sha256 !== null && SOURCE.test(change.file));
  if (changed.length === 0) return [];
  const importers = program.modules.filter((module) => module.imports.some((one) => after.has(one.to))).map((module) => module.file);
  const files = [...new Set([...changed.map((change) => change.file), ...importers])].filter((file) => SOURCE.test(file) && !file.endsWith('.d.ts'));
  const found = newDiagnostics({ root: project.root, files, read: (file) => readProjectFile(project, file), after });
  if (!found) return null;
  const whose = (file: string): string[] => (changed.find((change) => change.file === file)?.component ?? changed.map((change) => change.component).join(BETWEEN)).split(BETWEEN);
  const first = new Map(found.flatMap((one) => whose(one.file).map((component): [string, typeof one] => [component, one])).reverse());
  return [...first].map(([component, one]): Refused => ({
    component,
    code: 'new-type-error',
    chain: [{ text: `after the rewrite TypeScript says: ${one.text}`, at: placeAt(one.file, lineStarts(after.get(one.file) ?? readProjectFile(project, one.file) ?? ''), one.start, one.start) }],
  }));
}
