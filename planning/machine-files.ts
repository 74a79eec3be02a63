/** Where the code of a plan ends up: which files stay on a machine, and which calls become requests on the way. It moves nothing. */
import type { ContainerCut, Disposition } from '../core/plan.js';
import type { CallEdge, Program } from '../core/program.js';
import { fileOf } from './joined-modules.js';

/** Production files that stay on a machine: none on a Worker, those of the cut, or all. */
export function machineFiles(program: Program, { move, cut }: Pick<Disposition, 'move' | 'cut'>): Set<string> {
  if (move === 'container') return new Set(program.modules.filter((module) => module.reach === 'production').map((module) => module.file));
  return new Set(move === 'worker-and-container' ? cut?.modules : []);
}

/** Followed calls between the pairs of modules that the cut parts. */
export function borderCalls(program: Program, cut: ContainerCut | undefined): CallEdge[] {
  const parted = new Set(cut?.edges.map((edge) => `${edge.from}\n${edge.to}`));
  return parted.size === 0 ? [] : program.edges.filter((edge) => edge.confidence !== 'possible' && parted.has(`${fileOf(edge.from)}\n${fileOf(edge.to)}`));
}
