/** Conditions of a rule on the arguments of a call. What linking could not tell satisfies no condition but `kind: unknown`. */
import { fitOf } from '../core/origin-pattern.js';
import type { ArgumentShape } from '../core/program.js';
import type { RuleMatch } from '../core/rules.js';

type Condition = NonNullable<RuleMatch['arguments']>[string];
type Scalar = string | number | boolean | null;

const textOf = (value: Scalar | undefined): string | undefined => (value === undefined || value === null || value === '*' ? undefined : String(value));

/** A value: scalar when constant, `undefined` when only its being there is known. */
interface Found {
  present: boolean;
  /** Whether it is there cannot be told. */
  unsure: boolean;
  kind: ArgumentShape['kind'];
  value?: Scalar;
  text?: string;
  origin?: string;
}

function wholeArgument(shape: ArgumentShape | undefined): Found {
  if (!shape) return { present: false, unsure: false, kind: 'unknown' };
  const text = shape.text?.text ?? textOf(shape.value);
  return { present: true, unsure: false, kind: shape.kind, ...(shape.value === undefined ? {} : { value: shape.value }), ...(text === undefined ? {} : { text }), ...(shape.origin === undefined ? {} : { origin: shape.origin }) };
}

function property(shape: ArgumentShape | undefined, name: string): Found {
  if (!shape) return { present: false, unsure: false, kind: 'unknown' };
  if (shape.kind !== 'object' || !shape.properties) return { present: false, unsure: true, kind: 'unknown' };
  const value = shape.properties[name];
  if (value === undefined) return { present: false, unsure: false, kind: 'unknown' };
  const text = textOf(value);
  const kind = value === '*' ? 'unknown' : value === null ? 'null' : (typeof value as 'string' | 'number' | 'boolean');
  return { present: true, unsure: false, kind, ...(value === '*' ? {} : { value }), ...(text === undefined ? {} : { text }) };
}

function holds(condition: Condition, found: Found): boolean {
  if (condition.absent !== undefined) {
    if (found.unsure || found.present === condition.absent) return false;
    if (condition.absent) return true;
  }
  if (condition.constant !== undefined && (found.text !== undefined || found.value !== undefined) !== condition.constant) return false;
  if (condition.kind !== undefined && (!found.present || found.kind !== condition.kind)) return false;
  if (condition.origin !== undefined && (found.origin === undefined || fitOf([condition.origin], found.origin) === null)) return false;
  if (condition.equals !== undefined && found.value !== condition.equals && found.text !== condition.equals) return false;
  if (condition.pattern !== undefined && !(found.text !== undefined && new RegExp(condition.pattern).test(found.text))) return false;
  return true;
}

/** Every string that an argument or one of its properties is known to be. */
const everything = (args: readonly ArgumentShape[]): Found[] =>
  args.flatMap((shape) => [wholeArgument(shape), ...Object.keys(shape.properties ?? {}).map((name) => property(shape, name))]);

/** The constant text of an argument or of a property of one (`1`, `0.model`). */
export function argumentText(args: readonly ArgumentShape[], spec: number | string): string | undefined {
  const [index = '0', ...name] = String(spec).split('.');
  const found = name.length > 0 ? property(args[Number(index)], name.join('.')) : wholeArgument(args[Number(index)]);
  return found.text !== undefined && !/^\*$|^$/.test(found.text) ? found.text : undefined;
}

/** Whether the call's arguments satisfy all conditions. */
export function argumentsMatch(conditions: NonNullable<RuleMatch['arguments']>, args: readonly ArgumentShape[]): boolean {
  return Object.entries(conditions).every(([key, condition]) => {
    if (key === 'any') return everything(args).some((found) => holds(condition, found));
    const [index = '0', ...name] = key.split('.');
    const shape = args[Number(index)];
    return holds(condition, name.length > 0 ? property(shape, name.join('.')) : wholeArgument(shape));
  });
}
