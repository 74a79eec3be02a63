/** Reads of members by name, for the few names that are asked for: the files that write them are read once more, and what is noted then joins what is known of them. */
import type { FileFacts, MemberRead, WantedReads } from '../core/facts.js';
import { type World, extendedFile } from './world.js';

export interface FoundRead {
  file: string;
  read: MemberRead;
}

export interface FoundReads {
  reads: FoundRead[];
  /** Names that are written somewhere as a text, or as the key of an object: what a computed name may be. */
  spelled: ReadonlySet<string>;
}

export type ReadsIn = (file: string, wanted: WantedReads) => FileFacts | null;

/** Null when a file is not what it was: nobody knows then what reads it. */
export function findReads(world: World, files: Iterable<string>, wanted: WantedReads, readsIn: ReadsIn): FoundReads | null {
  const reads: FoundRead[] = [];
  const spelled = new Set<string>();
  for (const file of files) {
    const known = world.files.get(file)?.facts;
    const again = known ? readsIn(file, wanted) : null;
    if (!known || !again) continue;
    if (!continues(known, again)) return null;
    extendedFile(world, again);
    for (const read of again.members?.reads ?? []) reads.push({ file, read });
    for (const name of again.members?.spelled ?? []) spelled.add(name);
  }
  return { reads, spelled };
}

/** What was noted before has the numbers that it had, whatever was noted behind it. */
function continues(known: FileFacts, again: FileFacts): boolean {
  const before = known.members?.from ?? known.exprs.length;
  if (known.calls.length !== again.calls.length || known.functions.length !== again.functions.length || known.classes.length !== again.classes.length) return false;
  for (let id = 0; id < before; id++) if (known.exprs[id]?.k !== again.exprs[id]?.k) return false;
  return true;
}
