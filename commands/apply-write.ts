/** Writes a rewrite: at once, or one commit for each component. Every step is all or nothing. */
import type { Change } from '../core/changes.js';
import { checkCommittable, commitFiles } from '../core/commits.js';
import { undo, writeChanges } from '../core/journal.js';
import { checkClean, sha256 } from '../core/journal-checks.js';
import type { PlanComponent } from '../core/plan.js';
import { rewriteScan, type RewriteRequest, type Rewritten } from '../pipeline/rewrite.js';
import type { Scanned } from '../pipeline/scan.js';
import { plural } from '../reports/numbers.js';
import type { World } from './world.js';

/** Writes all files in one go. */
export function writeAtOnce(world: World, root: string, rewritten: Rewritten, allowDirty: boolean): void {
  const entry = writeChanges(root, rewritten.changes, { allowDirty });
  world.log(entry ? `\nwrote ${entry.files.length} files; take it back with: cf-migrate undo\n` : 'nothing was written\n');
}

/** What stands on disk after the commits so far, by file; a file that was not written is not in it. */
type Written = ReadonlyMap<string, string>;

/** The changes that lead from what was written so far to `wanted`; both were made from the same sources. */
function next(wanted: readonly Change[], written: Written): Change[] {
  return wanted.flatMap((change) => {
    const before = written.get(change.file);
    if (before === undefined) return [change];
    return before === change.after ? [] : [{ ...change, sha256: sha256(before) }];
  });
}

/** Commits what is new in `wanted`; answers what stands on disk then. */
function writeAndCommit(world: World, root: string, wanted: readonly Change[], written: Written, message: string): Written {
  const changes = next(wanted, written);
  const entry = writeChanges(root, changes);
  if (!entry) return written;
  try {
    const hash = commitFiles(root, entry.files.map((file) => file.file), message);
    world.log(`${hash}  ${message.split('\n')[0] ?? ''} (${plural(entry.files.length, 'file')})\n`);
  } catch (error) {
    undo(root);
    throw error;
  }
  return new Map([...written, ...changes.map((change) => [change.file, change.after] as const)]);
}

function seamMessage(component: PlanComponent, codemod: string): string {
  const functions = component.functions.map((fn) => `- ${fn.name} (${fn.at.file}:${fn.at.line})`);
  return [
    `Put ${component.resources.map((one) => one.replace(/^files:/, '')).join(', ')} behind an asynchronous storage seam`,
    '',
    `cf-migrate ${codemod}, first step: ${component.seeds.length} file-system calls go through the seam, whose adapter keeps the bytes on disk as before.`,
    ...(functions.length > 0 ? ['', 'Now asynchronous:', ...functions] : []),
  ].join('\n');
}

/**
 * One commit for each component (its calls behind the seam: ships on today's host), then one with the adapter of the target; together they are
 * what one write would have been. Throws UserError when nothing can be committed here; what was committed stays.
 */
export function commitEach(world: World, root: string, scanned: Scanned, rewritten: Rewritten, request: RewriteRequest): void {
  checkCommittable(root);
  checkClean(root, rewritten.changes.map((change) => change.file));
  const refused = new Set(rewritten.refused.map((one) => one.component));
  const components = rewritten.plan.components.filter((component) => component.status === 'rewrite' && !refused.has(component.id));
  let written: Written = new Map();
  for (const [index, component] of components.entries()) {
    const part = new Set(components.slice(0, index + 1).map((one) => one.id));
    const { changes } = rewriteScan(scanned, { ...request, markers: false, step: 'seam', part });
    written = writeAndCommit(world, root, changes, written, seamMessage(component, request.codemod ?? ''));
  }
  if (request.step !== 'seam') writeAndCommit(world, root, rewritten.changes, written, `Add the adapter of the storage seam for Workers (cf-migrate ${request.codemod ?? ''})`);
  world.log('cf-migrate undo takes back one commit at a time\n');
}
