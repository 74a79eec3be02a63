/** Second versions of wrappers in a component: their text, made of the edits that go there, and the calls that are sent to them. */
import type { PlannedCall, PlannedVariant } from '../../core/plan.js';
import type { FunctionId } from '../../core/program.js';
import { STAYS_SYNCHRONOUS } from '../../core/storage-operations.js';
import { asyncEdits } from './asynchronous.js';
import type { TextEdit } from './edits.js';
import { retarget } from './retarget.js';
import { styleOf } from './style.js';
import { variantInsertions } from './variants.js';
import { type Contribution, type Step, type Work, accepted, collect, findCall, findFunction, isRefused, refusal } from './work.js';

/** A call that goes to a second version gets its name, and the modules on the way pass it on. */
export function retargetStep(work: Work, call: PlannedCall): Step {
  const variant = (work.component.variants ?? []).find((one) => one.of === call.callsVariant);
  if (!variant) return [];
  const found = findCall(work, call);
  if (isRefused(found)) return found;
  const wrapper = work.functions.get(variant.of);
  const edited = retarget({ source: found.source, style: styleOf(found.source), path: found.path, variant, wrapper: { name: wrapper?.name ?? '', member: wrapper?.kind === 'method' || wrapper?.usage === 'property' }, program: work.program });
  if ('refused' in edited) return refusal(work, edited.refused.code, edited.refused.text, call.at.file, edited.refused.at);
  const way = edited.reexports(work.read);
  if (!way) return refusal(work, 'wrapper-shape', 'a wrapper that comes through a module that passes it on in parts', call.at.file, ...call.range);
  return [{ file: call.at.file, edits: edited.call, variant: call.variant }, { file: call.at.file, edits: edited.imports }, ...way];
}

/** The second version itself, below the original. `contributions` hold the edits of its copy. */
export function variantStep(work: Work, variant: PlannedVariant, contributions: readonly Contribution[]): Step {
  const found = findFunction(work, variant.at);
  if (isRefused(found)) return found;
  const { source, path } = found;
  const inner = collect(innerFunctions(work, variant.of), (id) => innerStep(work, id));
  if (isRefused(inner)) return inner;
  const own = variant.becomesAsync ? accepted(work, variant.at.file, asyncEdits(source, path)) : [];
  if (isRefused(own)) return own;
  const edits: TextEdit[] = [...contributions.filter((one) => one.variant === variant.of), ...inner].flatMap((one) => one.edits).concat(own);
  const inserted = accepted(work, variant.at.file, variantInsertions(source, styleOf(source), path, { name: variant.name, original: work.functions.get(variant.of)?.name ?? '', edits, calledElsewhere: work.component.calls.some((call) => call.callsVariant === variant.of && call.at.file !== variant.at.file) }), 'wrapper-shape');
  return isRefused(inserted) ? inserted : [{ file: variant.at.file, edits: inserted }];
}

/** Functions inside of a wrapper that wait in its second version only. */
function innerFunctions(work: Work, root: FunctionId): FunctionId[] {
  const seeds = work.component.seeds.filter((seed) => seed.variant === root && seed.style === 'sync' && !STAYS_SYNCHRONOUS.has(seed.operation)).map((seed) => seed.in);
  const calls = work.component.calls.filter((call) => call.variant === root && call.change !== 'none' && call.repair !== 'forward-errors').map((call) => call.from);
  return [...new Set([...seeds, ...calls])].filter((id): id is FunctionId => id !== undefined && id !== root);
}

function innerStep(work: Work, id: FunctionId): Step {
  const place = work.functions.get(id)?.place;
  if (!place) return [];
  const found = findFunction(work, place);
  if (isRefused(found)) return found;
  if (work.dissolved(place.file).has(found.path.node)) return [];
  const edits = accepted(work, place.file, asyncEdits(found.source, found.path));
  return isRefused(edits) ? edits : [{ file: place.file, edits }];
}
