/** What would stay although it can name the same file as something that moves: a folder that is listed or removed with both in it, or a pattern that takes in both. Apart they would be in two places, so it goes along. */
import type { Resource } from '../core/program.js';
import { hasBelow, isBelow, onlyHolds } from './overlaps.js';
import { readable } from './storage-names.js';
import { type StorageWorld, evidenceOf } from './storage-evidence.js';
import type { TargetChoice } from './storage-targets.js';

/** Purposes that no store would be wrong for; a log, a lock, a secret and what ships with the code stay. */
const MAY_GO = /^(?:cache|config|temp|unknown|artefact)$/;

/** A store can hold it: nothing appends to it, and no package keeps it in a way of its own. */
function fits(world: StorageWorld, resource: Resource): boolean {
  if (!MAY_GO.test(resource.persistence) || resource.loads) return false;
  const { appends, foreign } = evidenceOf(world, resource);
  return appends.length + foreign.length === 0;
}

/** Choices of what goes along, by resource; what overlaps with such a one goes along as well. `isWished`: a person said in writing where it goes. What would be right in KV is right in R2. */
export function goesAlong(world: StorageWorld, choices: ReadonlyMap<string, TargetChoice>, isWished: (resource: Resource) => boolean): Map<string, TargetChoice> {
  const files = world.program.resources.filter((resource) => resource.kind === 'files' && (world.sitesOf.get(resource.id)?.length ?? 0) > 0);
  const found = new Map<string, TargetChoice>();
  const choiceOf = (resource: Resource): TargetChoice | undefined => found.get(resource.id) ?? choices.get(resource.id);
  const holding = new Set(files.filter((file) => onlyHolds(world, file)));
  // A folder that is only made or looked for has no part in what lies in it.
  const meets = (moving: Resource, other: Resource): boolean => (hasBelow(world, moving, other) && !holding.has(moving)) || isBelow(other, moving);
  const mayGo = (file: Resource): boolean => (choices.get(file.id)?.codemod === 'fs-to-kv' ? !isWished(file) : !choices.get(file.id)?.codemod && fits(world, file));
  const open = new Set(files.filter(mayGo));
  for (let changed = true; changed; ) {
    changed = false;
    for (const other of open) {
      const owner = files.find((file) => file !== other && choiceOf(file)?.codemod === 'fs-to-r2' && meets(file, other));
      const choice = owner && choiceOf(owner);
      // A store with stale reads is chosen by how each document is used.
      if (!owner || choice?.target !== 'r2') continue;
      found.set(other.id, { ...choice, reason: `It can name the same file as ${readable(owner.pattern)}, and goes where that goes.` });
      open.delete(other);
      changed = true;
    }
  }
  return found;
}
