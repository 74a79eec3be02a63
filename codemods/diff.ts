/** Changes as one unified diff that `git apply` takes. Colour is the shell's business. */
import { createTwoFilesPatch } from 'diff';
import type { Change } from '../core/changes.js';

/** The patch of one change: `before` is null for a file that is created. */
export function fileDiff(change: Change, before: string | null): string {
  const body = createTwoFilesPatch(before === null ? '/dev/null' : `a/${change.file}`, `b/${change.file}`, before ?? '', change.after, undefined, undefined, { context: 3 });
  const hunks = body.slice(body.indexOf('\n') + 1).replace(/^(---|\+\+\+) ([^\t\n]*)\t?$/gm, '$1 $2');
  const header = `diff --git a/${change.file} b/${change.file}\n${before === null ? 'new file mode 100644\n' : ''}`;
  return header + hunks;
}

/** All changes, in their order. `read` gives the texts as they are now. */
export function unifiedDiff(changes: readonly Change[], read: (file: string) => string | null): string {
  return changes.map((change) => fileDiff(change, change.sha256 === null ? null : read(change.file))).join('');
}

/** Lines added and removed by a patch. */
export function countLines(patch: string): { added: number; removed: number } {
  const lines = patch.split('\n');
  return { added: lines.filter((line) => /^\+(?!\+\+ )/.test(line)).length, removed: lines.filter((line) => /^-(?!-- )/.test(line)).length };
}
