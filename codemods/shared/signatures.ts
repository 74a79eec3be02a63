/** Return types of interfaces, abstract methods, overloads and function types, which become promises as the functions do that have to agree with them. */
import type { PlannedSignature } from '../../core/plan.js';
import { wrapRange } from './edits.js';
import { type Source, rangeOf } from './source.js';
import { type Step, type Work, isRefused, refusal, sourceOf } from './work.js';

/** `rows(): string[]` becomes `rows(): Promise<string[]>`. */
export function signatureStep(work: Work, { file, range }: PlannedSignature): Step {
  const source = sourceOf(work, file);
  if (isRefused(source)) return source;
  if (!isReturnType(source, range)) return refusal(work, 'not-found', 'the return type that was planned for is not there', file, ...range);
  return [{ file, edits: wrapRange(range, 'Promise<', '>'), reshaped: [range] }];
}

const HOLDERS = new Set(['TSMethodSignature', 'TSFunctionType', 'TSDeclareMethod', 'TSCallSignatureDeclaration', 'TSDeclareFunction']);

/** A type of this range stands behind the parameters of something without a body. */
function isReturnType(source: Source, [start, end]: readonly [number, number]): boolean {
  const pending: unknown[] = [source.ast.program];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (typeof node !== 'object' || node === null) continue;
    const { type, returnType, typeAnnotation } = node as { type?: string; returnType?: unknown; typeAnnotation?: unknown };
    const written = ((returnType ?? typeAnnotation) as { typeAnnotation?: unknown } | null | undefined)?.typeAnnotation;
    if (type !== undefined && HOLDERS.has(type) && written && rangeOf(written)[0] === start && rangeOf(written)[1] === end) return true;
    for (const value of Object.values(node)) if (typeof value === 'object' && value !== null && isInside(value, start)) pending.push(value);
  }
  return false;
}

/** Lists are looked into; of nodes those around the place. */
function isInside(value: object, at: number): boolean {
  const { start, end } = value as { start?: unknown; end?: unknown };
  return Array.isArray(value) || (typeof start === 'number' && typeof end === 'number' && start <= at && at < end);
}
