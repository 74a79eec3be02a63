/** Planned repairs that are not of lists: objects that are made by a factory, promises, listeners, loops over generators, default values. One step each. */
import type { ASTPath } from 'jscodeshift';
import type { PlannedCall } from '../../core/plan.js';
import type { ListRepair, Repair } from '../../core/repairs.js';
import { functionAround } from './awaits.js';
import { defaultValueEdits } from './default-values.js';
import { executorEdits } from './executors.js';
import { creationEdits } from './factories.js';
import { readStep, takeStep } from './getters.js';
import { GATHERED, isGatheredTaken, useOf } from './generators.js';
import { listen } from './listen-step.js';
import { type Ranged, type Source, rangeOf } from './source.js';
import { mayBeOfAnother } from './made-of.js';
import { nodePathAt } from './node-paths.js';
import { step } from './steps.js';
import { heardAtStart, unheardPromises } from './unheard-promises.js';
import { type Step, type Work, accepted, isRefused, movesDefault, refusal } from './work.js';

type OwnRepair = Exclude<Repair, ListRepair | 'forward-errors'>;
type RepairStep = (work: Work, call: PlannedCall, found: { source: Source; path: ASTPath }) => Step;

const inlineFunction = (path: ASTPath): Ranged[] => (path.node as unknown as { arguments: Ranged[] }).arguments.filter((one) => /Function/.test(one.type));

const executor: RepairStep = (work, call, { source, path }) => {
  const edits = accepted(work, call.at.file, executorEdits(source, path));
  return isRefused(edits) ? edits : [{ file: call.at.file, edits, variant: call.variant, reshaped: inlineFunction(path).map(rangeOf) }];
};

const create: RepairStep = (work, call, { source, path }) => {
  const made = nodePathAt(source, call.range);
  const fn = work.functions.get(call.to);
  if (made && fn && mayBeOfAnother(work, call.at.file, made, fn.className ?? fn.name)) return refusal(work, 'constructor', `an object of ${fn.className ?? fn.name}, or of another class, which has no create`, call.at.file, ...call.range);
  const edits = accepted(work, call.at.file, creationEdits(source, path, work.dissolved(call.at.file)));
  return isRefused(edits) ? edits : [{ file: call.at.file, edits, variant: call.variant, planned: [call.range] }];
};

const generator: RepairStep = (work, call, { source, path }) => {
  const use = useOf(source, path, work.dissolved(call.at.file));
  const edits = accepted(work, call.at.file, use);
  if (isRefused(edits) || 'refused' in use) return isRefused(edits) ? edits : [];
  if (use.gathers && isGatheredTaken(source)) return refusal(work, 'generator', `the name ${GATHERED} is taken in this file`, call.at.file, ...call.range);
  const heard = (use.later ?? []).map((range) => unheardPromises(work, source, range, call));
  const alone = heard.find((one) => 'refused' in one);
  if (alone && 'refused' in alone) return refusal(work, 'unawaited', alone.refused, call.at.file, ...call.range);
  return [...heard.flatMap((one) => ('refused' in one || one.edits.length === 0 ? [] : [{ file: call.at.file, variant: call.variant, ...one }])), { file: call.at.file, edits, variant: call.variant, planned: use.planned, reshaped: use.reshaped, ...(use.gathers ? { gathers: true } : {}) }];
};

/** The body of an arrow that becomes a block. */
export function bareBody(path: ASTPath): [number, number][] {
  const body = (functionAround(path)?.node as unknown as { body?: Ranged } | undefined)?.body;
  return body && body.type !== 'BlockStatement' ? [rangeOf(body)] : [];
}

const defaultValue: RepairStep = (work, call, found) => {
  const value = found.source.text.slice(...rangeOf(found.path.node));
  return defaultStep(work, call, found, /MemberExpression$/.test(found.path.node.type) ? `${value}()` : value);
};

/** A default value moves into the body of its function, which waits where it begins from now on. */
export function defaultStep(work: Work, { at: { file }, range, variant }: Pick<PlannedCall, 'at' | 'range' | 'variant'>, { source, path }: { source: Source; path: ASTPath }, value: string): Step {
  const taker = functionAround(path)?.node;
  const heard = taker ? heardAtStart(work, source, { start: rangeOf(taker)[0], end: rangeOf(taker)[1] }) : { refused: 'a default value of no function' };
  if ('refused' in heard) return refusal(work, 'unawaited', heard.refused, file, ...range);
  if (isRefused(heard.elsewhere)) return heard.elsewhere;
  const edits = accepted(work, file, defaultValueEdits(source, path, value, movesDefault(work, file), heard.told.statements));
  return isRefused(edits) ? edits : [{ file, edits, variant, reshaped: bareBody(path), planned: taker ? [rangeOf(taker)] : [] }, heard.told, ...heard.elsewhere];
}

export const OWN_REPAIRS: Record<OwnRepair, RepairStep> = { executor, create, 'for-await': generator, listen, step, 'default-value': defaultValue, read: readStep, take: takeStep };

export const isOwnRepair = (repair: string | undefined): repair is OwnRepair => repair !== undefined && repair in OWN_REPAIRS;
