/** One comment with the stable code of the reason above the first call of a blocked component. Nothing else of it is touched. */
import type { ASTPath } from 'jscodeshift';
import type { PlanComponent } from '../../core/plan.js';
import { type TextEdit, insertAt } from './edits.js';
import { type Source, callAt, rangeOf } from './source.js';
import type { Style } from './style.js';

/** The comment's text; it is found again by it, so that a second run adds none. */
const markerText = (component: PlanComponent, codemod: string): string => `cf-migrate ${codemod}: left as it is (${component.code ?? 'blocked'}), see cf-migrate plan`;

export function markerEdits(source: Source, style: Style, component: PlanComponent, codemod: string): TextEdit[] {
  const first = component.seeds.find((seed) => seed.at.file === source.file);
  if (!first) return [];
  const text = markerText(component, codemod);
  const lineStart = source.text.lastIndexOf('\n', statementStart(source, first.range) - 1) + 1;
  const above = source.text.slice(source.text.lastIndexOf('\n', lineStart - 2) + 1, lineStart);
  const lead = /^[ \t]*/.exec(source.text.slice(lineStart))?.[0] ?? '';
  const insideText = source.ast.program.body.length === 0 || isInsideTemplate(source, lineStart);
  return above.includes(text) || insideText ? [] : [insertAt(lineStart, `${lead}// ${text}${style.endOfLine}`)];
}

/** Start of the statement or class member around the call: between statements a comment changes nothing. */
function statementStart(source: Source, range: readonly [number, number]): number {
  let at: ASTPath | null = callAt(source, range);
  if (!at) return range[0];
  while (at.parent && !['Program', 'BlockStatement', 'ClassBody', 'SwitchCase', 'File'].includes(at.parent.node.type)) at = at.parent as ASTPath;
  return rangeOf(at.node)[0];
}

/** The line begins inside of a template literal or a comment, where a comment would be text. */
function isInsideTemplate(source: Source, at: number): boolean {
  const tokens = (source.ast.tokens ?? []) as { type: { label?: string } | string; start: number; end: number }[];
  const template = tokens.some((token) => token.start < at && at < token.end);
  return template || (source.ast.comments ?? []).some((comment) => (comment.start ?? 0) < at && at < (comment.end ?? 0));
}
