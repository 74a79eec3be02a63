/** A getter that would have to wait becomes an async method: what reads it calls it and waits, `settings.all.title` is `(await settings.all()).title`. */
import type { ASTPath } from 'jscodeshift';
import type { PlannedCall } from '../../core/plan.js';
import { awaitEdits } from './awaits.js';
import { compoundEdits } from './compound.js';
import { type TextEdit, insertAt, replaceRange } from './edits.js';
import { type NodeShape, type Ranged, type Source, rangeOf } from './source.js';
import { type Step, type Work, accepted, isRefused, refusal } from './work.js';

interface Found {
  source: Source;
  path: ASTPath;
}

/** A member that is read, wherever a call could stand as well. */
export function readStep(work: Work, call: PlannedCall, { source, path }: Found): Step {
  const { file } = call.at;
  const range = rangeOf(path.node);
  const base = { file, variant: call.variant, planned: call.variant === undefined ? [range] : [] };
  const compound = compoundEdits(source, path);
  if (!compound) return [{ ...base, edits: awaitEdits(path, work.dissolved(file), { before: '', after: '()' }) }];
  const edits = accepted(work, file, compound.edited);
  return isRefused(edits) ? edits : [{ ...base, edits: [...edits, insertAt(range[1], '()')], reshaped: [compound.statement] }];
}

interface Declarator extends NodeShape {
  id: Ranged & { properties?: { type: string; computed?: boolean; key: Ranged; value: Ranged }[] };
  init?: Ranged;
}

/** Nothing has to stand around it for a member to be asked of it. */
const PLAIN = /^(?:Identifier|ThisExpression|MemberExpression|CallExpression)$/;

/** `const { all } = settings` becomes `const all = await settings.all()`. */
export function takeStep(work: Work, call: PlannedCall, { source, path }: Found): Step {
  const { file } = call.at;
  const { id, init } = path.node as unknown as Declarator;
  const [property] = id.properties ?? [];
  if (!init || property?.type !== 'ObjectProperty' || property.computed || property.key.type !== 'Identifier' || property.value.type !== 'Identifier' || init.extra?.parenthesized) return refusal(work, 'shape-unknown', 'a getter that is taken out of its object in an unusual way', file, ...call.range);
  const text = (node: Ranged): string => source.text.slice(...rangeOf(node));
  const [open, close] = PLAIN.test(init.type) && !isAwaited(work, file, init) ? ['', ''] : ['(', ')'];
  const edits: TextEdit[] = [
    replaceRange([id.start, init.start], `${text(property.value)} = await ${open}`),
    { start: init.end, end: init.end, text: `${close}.${text(property.key)}()`, side: 'close', size: 1e8 },
  ];
  return [{ file, edits, variant: call.variant, reshaped: [rangeOf(path.node)] }];
}

/** The plan puts an `await` before it. */
function isAwaited({ component }: Work, file: string, node: Ranged): boolean {
  const [start, end] = rangeOf(node);
  return [...component.calls.filter(({ change }) => change !== 'none'), ...component.seeds].some((one) => one.at.file === file && one.range[0] === start && one.range[1] === end);
}
