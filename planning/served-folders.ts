/** Folders that are handed out as they are, while the program writes documents into them: such a folder goes where its documents go, as a whole. */
import type { Resource } from '../core/program.js';
import { answerCall } from '../core/storage-answers.js';
import { readable } from './storage-names.js';
import type { StorageWorld } from './storage-evidence.js';
import type { TargetChoice } from './storage-targets.js';

/** By their name they hold what ships with the program, whatever else is written into them. */
const SHIPPED = /(?:^|\/)(?:public|static|assets|dist|build|www|client|web|frontend|htdocs)$/i;

const isServed = (world: StorageWorld, resource: Resource): boolean => {
  const sites = world.sitesOf.get(resource.id) ?? [];
  const serves = sites.some(({ origin, args }) => { const call = answerCall(origin, args); return call !== null && 'operation' in call && call.operation === 'serve'; });
  return serves && sites.every(({ storage }) => storage?.access === 'read' || storage?.access === 'create' || storage?.access === 'probe' || storage?.access === 'list');
};

const liesIn = (folder: string, pattern: string): boolean => pattern.startsWith(`${folder}/`) && !pattern.slice(folder.length + 1).includes('/');

/** Choices of served folders that would stay or be asked about, by resource. */
export function servedFolders(world: StorageWorld, choices: ReadonlyMap<string, TargetChoice>): Map<string, TargetChoice> {
  const { resources } = world.program;
  const moving = resources.filter(({ id }) => choices.get(id)?.codemod);
  return new Map(resources.flatMap((resource): [string, TargetChoice][] => {
    const own = choices.get(resource.id);
    if (own?.codemod !== null || (own.target !== 'bundle' && own.target !== 'decide') || SHIPPED.test(readable(resource.pattern)) || !isServed(world, resource)) return [];
    const document = moving.find(({ pattern }) => liesIn(resource.pattern, pattern));
    const choice = document && choices.get(document.id);
    return choice ? [[resource.id, { ...choice, reason: `Its files are handed out as they are, and ${readable(document.pattern)} is written there: the folder goes along as a whole.` }]] : [];
  }));
}
