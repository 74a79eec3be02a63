/** Which components of a rewrite a person wants: all, those of a reviewed plan, or those that are said yes to one by one. Writes nothing. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { UserError } from '../core/errors.js';
import type { PlanComponent } from '../core/plan.js';
import { either, sentElsewhere } from '../pipeline/chosen-targets.js';
import { checkSources, choicesOf, parsePlanFile } from '../pipeline/plan-file.js';
import { planScan } from '../pipeline/plan.js';
import { rewriteScan, type RewriteRequest } from '../pipeline/rewrite.js';
import type { Scanned } from '../pipeline/scan.js';
import { colouredDiff } from './apply-text.js';
import type { Ask } from './questions.js';
import type { World } from './world.js';

function readPlan(world: World, given: string): string {
  if (given === '-') return world.readStdin();
  try {
    return readFileSync(path.resolve(world.cwd, given), 'utf8');
  } catch (error) {
    throw new UserError('no-such-plan', `The plan ${given} cannot be read (${(error as NodeJS.ErrnoException).code ?? 'error'}).`, 'Make one with: cf-migrate plan --codemod fs-to-kv -o plan.json');
  }
}

/** The request as a reviewed plan wants it. Throws UserError when the plan is broken, or the code is not the one it was made from. */
export function withPlan(world: World, scanned: Scanned, request: RewriteRequest, given: string): RewriteRequest {
  const file = parsePlanFile(readPlan(world, given), given);
  checkSources(file, scanned.project);
  const { plan } = planScan(scanned, request);
  const { leftOut, targets } = choicesOf(file, plan);
  return sentElsewhere({ ...request, leaveOut: either(request.leaveOut, (component) => leftOut.get(component.id) ?? null) }, targets, given);
}

const titleOf = (component: PlanComponent): string => `${component.resources.join(', ')}: ${component.seeds.length} calls, ${component.functions.length} functions made async, ${component.files.length} files`;

/** Shows each component by itself and asks. `q` leaves out the rest; null when everything was declined. */
export async function askEach(world: World, scanned: Scanned, request: RewriteRequest, ask: Ask): Promise<RewriteRequest | null> {
  const { plan, refused } = rewriteScan(scanned, request);
  const open = plan.components.filter((component) => component.status === 'rewrite' && !refused.some((one) => one.component === component.id));
  const taken = new Set<string>();
  for (const component of open) {
    const alone = rewriteScan(scanned, { ...request, markers: false, leaveOut: (other) => (other.id === component.id ? null : 'another component') });
    world.log(alone.diffs.map((file) => colouredDiff(file.diff)).join(''));
    const answer = await ask(`Rewrite ${titleOf(component)}?`, 'yqn');
    if (answer === 'q') break;
    if (answer === 'y') taken.add(component.id);
  }
  if (taken.size === 0) return null;
  return { ...request, leaveOut: either(request.leaveOut, (component) => (taken.has(component.id) ? null : 'declined when asked')) };
}
