/** What becomes of every stored-file call of a program under a codemod: transformed, by hand with its reason, or blocked by code. It fetches and prints nothing. */
import type { Change } from '../../core/changes.js';
import type { Refused } from '../../codemods/define.js';
import { codemodNamed } from '../../codemods/index.js';
import type { PlanComponent, PlannedResource } from '../../core/plan.js';
import type { Program, Resource, Site } from '../../core/program.js';
import { reachedResources } from '../../core/reached-resources.js';
import { topLevelReader } from '../../pipeline/top-level.js';
import { type StoragePlan, planStorage } from '../../planning/storage.js';

export type Fate =
  | { kind: 'transformed' }
  /** Its right answer is no rewrite of a call: a database, a package's own format. */
  | { kind: 'by-hand'; reason: string }
  | { kind: 'blocked'; code: string; chain: string[] };

export interface Outcome {
  site: Site;
  resource: Resource;
  fate: Fate;
}

const isKept = (one: Resource): boolean => one.persistence === 'durable' || one.persistence === 'upload';

/** Production calls that reach what has to outlive the process; a call that reaches several files counts once. */
export function candidates(program: Program): { site: Site; resource: Resource }[] {
  const durable = new Map(program.resources.filter(isKept).map((one) => [one.id, one]));
  const reachOf = reachedResources(program);
  // A call inside of a wrapper is counted where the wrapper is called.
  const inner = new Set(program.sites.flatMap((site) => site.wraps ?? []));
  const found = program.sites.flatMap((site) => {
    const [resource] = site.reach === 'production' && !inner.has(site.id) ? reachOf(site).flatMap((id) => durable.get(id) ?? []) : [];
    return resource ? [{ site, resource }] : [];
  });
  return [...new Map(found.map((one) => [`${one.site.at.file}:${one.site.range.join('-')}`, one])).values()];
}

function fateOf(site: Site, resource: Resource, planned: PlannedResource | undefined, component: PlanComponent | undefined, refused: readonly Refused[]): Fate {
  if (!component) return { kind: 'by-hand', reason: planned ? `${planned.target}: ${planned.reason}` : `no plan for ${resource.kind}` };
  const refusal = refused.find((one) => one.component === component.id);
  const stopped = refusal ?? (component.status === 'blocked' ? component : undefined);
  const left = component.leftBehind?.find((one) => one.at.file === site.at.file && one.at.start === site.at.start);
  if (!stopped && left) return { kind: 'by-hand', reason: `left in the code: ${left.text}` };
  if (!stopped) return { kind: 'transformed' };
  return { kind: 'blocked', code: stopped.code ?? 'blocked', chain: stopped.chain.map((step) => (step.at ? `${step.text} (${step.at.file}:${step.at.line})` : step.text)) };
}

export interface Rewriting {
  /** What speaks against the target is taken in writing, so that what remains is what the rewriting itself cannot do. */
  accepted: boolean;
  codemod?: string;
  /** Components after which TypeScript finds fault; left as they are, as `apply --write` does. */
  mistyped?: (changes: readonly Change[]) => Refused[] | null;
}

function refusedBy({ codemod = 'fs-to-kv', mistyped }: Rewriting, input: { plan: StoragePlan; program: Program; read: (file: string) => string | null }): Refused[] {
  const wrong: Refused[] = [];
  for (;;) {
    const components = input.plan.components.filter((component) => !wrong.some((one) => one.component === component.id));
    const { changes, refused } = codemodNamed(codemod).rewrite({ ...input, plan: { ...input.plan, components } });
    const fresh = (mistyped?.(changes) ?? []).filter((one) => !wrong.some((known) => known.component === one.component));
    if (fresh.length === 0) return [...refused, ...wrong];
    wrong.push(...fresh);
  }
}

/** Plans and rewrites in memory. */
export function outcomes(program: Program, read: (file: string) => string | null, rewriting: Rewriting): Outcome[] {
  const { accepted, codemod = 'fs-to-kv' } = rewriting;
  const all = candidates(program);
  // A call that reaches one of several is counted with the first, and the others are asked for as well.
  const accept = accepted ? program.resources.filter(isKept).map((one) => one.id) : [];
  const plan: StoragePlan = planStorage(program, [], { codemod, target: 'workers', topLevel: topLevelReader(read), accept });
  const refused = refusedBy(rewriting, { plan, program, read });
  const componentOf = new Map(plan.components.flatMap((component) => component.resources.map((id): [string, PlanComponent] => [id, component])));
  return all.map(({ site, resource }) => ({ site, resource, fate: fateOf(site, resource, plan.resources.find((one) => one.resource === resource.id), componentOf.get(resource.id), refused) }));
}
