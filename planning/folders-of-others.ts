/** Folders that the program makes, looks for, lists or hands out, while none of what lies in them moves: such a folder stays where that stays, and is done with it by hand. */
import type { Resource } from '../core/program.js';
import { answerCall } from '../core/storage-answers.js';
import { isBelow } from './overlaps.js';
import { readable } from './storage-names.js';
import type { StorageWorld } from './storage-evidence.js';
import { type TargetChoice, leave } from './storage-targets.js';

/** Nothing is read or written under this very name. */
const isFolder = (world: StorageWorld, resource: Resource): boolean =>
  (world.sitesOf.get(resource.id) ?? []).every(({ origin, args, storage }) => {
    if (/^(?:create|probe|list)$/.test(storage?.access ?? '')) return true;
    const call = answerCall(origin, args);
    return call !== null && 'operation' in call && call.operation === 'serve';
  });

/** Choices of such folders, by resource; the innermost first, because a folder may hold nothing but such folders. */
export function foldersOfOthers(world: StorageWorld, choices: ReadonlyMap<string, TargetChoice>): Map<string, TargetChoice> {
  const files = world.program.resources.filter((resource) => resource.kind === 'files' && (world.sitesOf.get(resource.id)?.length ?? 0) > 0);
  const folders = files.filter((folder) => choices.get(folder.id)?.codemod && isFolder(world, folder)).toSorted((a, b) => b.pattern.length - a.pattern.length);
  const found = new Map<string, TargetChoice>();
  for (const folder of folders) {
    const inside = files.filter((file) => isBelow(folder, file));
    const choiceOf = (file: Resource): TargetChoice | undefined => found.get(file.id) ?? choices.get(file.id);
    const [first] = inside;
    const choice = first && choiceOf(first);
    if (choice && !inside.some((file) => choiceOf(file)?.codemod)) found.set(folder.id, leave(choice.target === 'r2' || choice.target === 'kv' ? 'decide' : choice.target, `It is the folder of ${readable(first.pattern)}, which does not move: ${choice.reason}`));
  }
  return found;
}
