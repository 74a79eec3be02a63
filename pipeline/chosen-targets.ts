/** Targets that a person chooses for single resources, on the command line or in a reviewed plan: what becomes of the request, and what the facts say against them. */
import { UserError } from '../core/errors.js';
import type { Plan, PlanComponent, PlannedResource, StorageTarget } from '../core/plan.js';
import { readProjectFile } from '../core/project.js';
import { storeOf } from '../core/stores.js';
import { nearest } from '../core/text.js';
import { STORAGE_FILE, readRecord } from '../codemods/storage/storage-record.js';
import { isNamed } from '../planning/named-resources.js';
import { readable } from '../planning/storage-names.js';
import { planScan } from './plan.js';
import type { RewriteRequest } from './rewrite.js';
import type { Scanned } from './scan.js';

const TARGETS: readonly StorageTarget[] = ['kv', 'r2', 'd1', 'postgres', 'durable-object', 'container', 'bundle', 'tmp', 'keep', 'by-hand', 'decide'];

/** `data/*.json=r2`. */
export interface TargetWish {
  pattern: string;
  target: StorageTarget;
}

/** Throws UserError for a target that is none. */
export function targetWish(given: string): TargetWish {
  const at = given.lastIndexOf('=');
  const [pattern, target] = [given.slice(0, at), given.slice(at + 1)];
  const known = TARGETS.find((one) => one === target);
  if (known !== undefined && pattern !== '') return { pattern, target: known };
  const near = nearest(target, TARGETS);
  if (pattern === '') throw new UserError('bad-arguments', `--target ${given} names no resource.`, 'For example: --target "data/*.json=r2"');
  throw new UserError('bad-arguments', `--target ${given}: there is no target "${target}".`, near ? `Did you mean ${pattern}=${near}?` : `Use one of: ${TARGETS.join(', ')}.`);
}

/** Resources and where they shall go; of several wishes for one resource the last counts. Throws UserError for a pattern that fits none. */
function wishedTargets(scanned: Scanned, plan: Plan, wishes: readonly TargetWish[]): Map<string, StorageTarget> {
  const files = plan.resources.filter((resource) => resource.kind === 'files');
  return new Map(wishes.flatMap(({ pattern, target }) => {
    const found = files.filter((one) => isNamed(pattern, { id: one.resource, pattern: one.pattern }));
    if (found.length === 0 && !hasMoved(scanned, pattern)) throw noSuchResource(pattern, target, files);
    return found.map(({ resource }): [string, StorageTarget] => [resource, target]);
  }));
}

/** An earlier run took it: asking for it again is no mistake. */
const hasMoved = ({ project }: Scanned, pattern: string): boolean => readRecord(readProjectFile(project, STORAGE_FILE)).bindings.some(({ folder, include, seam }) => include.some((one) => [folder, seam.path].some((where) => isNamed(pattern, { id: '', pattern: where === null ? one : `${where}/${one}` }))));

function noSuchResource(pattern: string, target: string, files: readonly PlannedResource[]): UserError {
  const known = [...new Set(files.map((one) => readable(one.pattern)))];
  const near = nearest(pattern, known);
  return new UserError('no-such-resource', `--target ${pattern}=${target}: no stored file of this program has that name.`, near ? `Did you mean "${near}"?` : known.length > 0 ? `Known: ${known.slice(0, 8).join(', ')}${known.length > 8 ? ` and ${known.length - 8} more` : ''}; cf-migrate plan lists all.` : 'The scan found no stored files.');
}

/** The request with these targets: what goes to the codemod's own store is accepted as in writing, what goes elsewhere leaves out its component. `who` sends it there. */
export function sentElsewhere(request: RewriteRequest, targets: ReadonlyMap<string, string>, who: string): RewriteRequest {
  const own: string = storeOf(request.codemod ?? '').target;
  const taken = [...targets].filter(([, target]) => target === own).map(([resource]) => resource);
  const leaveOut = (component: PlanComponent): string | null => {
    const moved = component.resources.find((resource) => (targets.get(resource) ?? own) !== own);
    return moved === undefined ? null : `${moved}: ${who} sends it to ${targets.get(moved) ?? ''}`;
  };
  return { ...request, accept: [...(request.accept ?? []), ...taken], leaveOut: either(request.leaveOut, leaveOut) };
}

/** The first reason to leave a component out. */
export const either = (...reasons: (RewriteRequest['leaveOut'] | undefined)[]) => (component: PlanComponent): string | null =>
  reasons.reduce<string | null>((found, reason) => found ?? reason?.(component) ?? null, null);

/** The request as the wishes of the command line want it, and a sentence for each that the facts speak against. */
export function withTargets(scanned: Scanned, request: RewriteRequest, wishes: readonly TargetWish[]): { request: RewriteRequest; warnings: string[] } {
  if (wishes.length === 0) return { request, warnings: [] };
  const { plan: free } = planScan(scanned, request);
  const targets = wishedTargets(scanned, free, wishes);
  const wanted = sentElsewhere(request, targets, '--target');
  const { plan } = planScan(scanned, wanted);
  const warnings = [...targets].flatMap(([id, target]) => {
    const [before, after] = [free, plan].map(({ resources }) => resources.find((one) => one.resource === id));
    return before && after ? speaksAgainst(before, after, target, storeOf(request.codemod ?? '').target) ?? [] : [];
  });
  return { request: wanted, warnings };
}

const LOSES: ReadonlySet<StorageTarget> = new Set(['keep', 'tmp', 'bundle']);

/** What the plan knows against a wish: `before` as it would choose, `after` with the wish taken in. */
function speaksAgainst(before: PlannedResource, after: PlannedResource, wish: StorageTarget, own: StorageTarget): string | null {
  const name = readable(before.pattern);
  if (wish === before.target) return null;
  if (wish === own && after.target !== own) return `${name} was to go to ${wish}, and stays as planned (${after.target}): ${after.reason}`;
  if (LOSES.has(wish) && /^(?:durable|upload)$/.test(before.persistence ?? '')) return `${name} is ${before.persistence} data; with ${wish} nothing keeps it on Workers beyond the request that wrote it`;
  // R2 takes what KV would do for.
  return /^(?:kv|r2)$/.test(wish) && !(wish === 'r2' && before.target === 'kv') ? `${name} goes to ${wish} as asked, although: ${before.reason}` : null;
}
