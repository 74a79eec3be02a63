/**
 * Calls on moved documents that stay in the code as they are, because no rewrite of them is right and leaving them is not silently wrong: a watch. It goes on watching
 * the disk where the disk adapter keeps the documents, and throws on Workers, which have none; a person has to say there who asks again, and when.
 */
import type { Site } from '../core/program.js';
import type { Block } from './closure-data.js';

export interface LeftBehind {
  site: Site;
  resources: string[];
  text: string;
}

const WATCHES = /^node:fs\.(?:watch|watchFile|unwatchFile)$/;

/** Whoever catches what it throws goes on with documents that are never read again. */
export const staysBehind = (site: Site): boolean => WATCHES.test(site.origin) && !site.tried;

export const leftBehind = (site: Site, resources: string[]): LeftBehind => ({
  site,
  resources,
  text: `${site.origin.replace(/^node:/, '')} stays as it is: it watches the disk on Node, and throws on Workers, where nothing tells of changes in a store; read the documents again where they are needed, or after a time`,
});

/** Where nothing else touches the documents, there is nothing to move. */
export const aloneBehind = (left: readonly LeftBehind[], moved: ReadonlySet<string>): Block[] =>
  left.filter((one) => !one.resources.some((resource) => moved.has(resource))).map((one) => ({ code: 'no-counterpart', resources: one.resources, chain: [{ text: `nothing but ${one.site.origin.replace(/^node:/, '')} touches it`, at: one.site.at }] }));
