/**
 * Folders that the program only makes and looks for, and hands to another program that it starts: a database server keeps its data there, on the disk. Moved, they would hold nothing, and the
 * server would not find them. They are done by hand, whatever was accepted in writing.
 */
import type { Resource } from '../core/program.js';
import { isWord } from './command-words.js';
import { onlyHolds } from './overlaps.js';
import type { StorageWorld } from './storage-evidence.js';
import { type TargetChoice, leave } from './storage-targets.js';

/** Choices of what would move, or might be taken along, by resource. */
export function keptByPrograms(world: StorageWorld, choices: ReadonlyMap<string, TargetChoice>): Map<string, TargetChoice> {
  const commands = world.program.sites.filter((site) => site.command && site.reach === 'production');
  if (commands.length === 0) return new Map();
  return new Map(world.program.resources.flatMap((resource): [string, TargetChoice][] => {
    const choice = choices.get(resource.id);
    if (!choice || (choice.codemod === null && !choice.acceptable) || resource.kind !== 'files' || !isPlace(resource) || !onlyHolds(world, resource)) return [];
    const started = commands.find((site) => isWord(site.command?.text ?? '', resource.pattern));
    return started ? [[resource.id, { ...leave('decide', `The program that is started at ${started.at.file}:${started.at.line} is handed it and keeps its data there, on the disk; this one only makes it and looks for it. That program is to be replaced, or stays in a Container.`, [{ target: 'container', reason: 'as it is, with the program that is started' }]), evidence: [{ text: 'a program that is started is handed it', at: started.at }] }]] : [];
  }));
}

/** A name is known of it. */
const isPlace = ({ pattern }: Resource): boolean => /^[^*].*[a-z]/i.test(pattern);
