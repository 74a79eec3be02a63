/** Whether everything above a synchronous call on stored files could wait for it, whatever the storage behind it can do: the await closure by itself. */
import type { Program, Site } from '../../core/program.js';
import { callGraph } from '../../planning/call-graph.js';
import { awaitClosure } from '../../planning/closure.js';
import type { Block } from '../../planning/closure-data.js';
import { closureWorldOf } from '../../planning/components.js';
import { topLevelReader } from '../../pipeline/top-level.js';
import type { Outcome } from './outcomes.js';

export interface Waiting {
  site: Site;
  codes: string[];
  blocks: readonly Block[];
}

/** Codes that block each call; an empty list where every caller can wait. Calls that are asynchronous already are left out. */
export function waiting(program: Program, all: readonly Outcome[], read: (file: string) => string | null): Waiting[] {
  const world = closureWorldOf(program, callGraph(program), topLevelReader(read));
  const siteOf = new Map(program.sites.map((site) => [site.id, site]));
  return all.filter(({ site, resource }) => resource.kind === 'files' && site.style === 'sync').map(({ site }) => {
    const inner = site.wraps ? site.wraps.flatMap((id) => siteOf.get(id) ?? []) : [site];
    const seeds = inner.map((one) => ({ fn: one.fn, at: one.at, text: one.origin, resources: ['it'], mutates: false }));
    const { blocks } = awaitClosure(world, seeds, []);
    return { site, codes: [...new Set(blocks.map((block) => block.code))], blocks };
  });
}
