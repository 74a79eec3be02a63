/** Comments that excuse a finding: `cf-migrate-ignore-next-line RULE: reason`, `cf-migrate-ignore-file RULE: reason`. */
import type { SuppressionFact } from '../core/facts.js';
import { lineColumn } from '../core/text.js';

const FORM = /cf-migrate-ignore-(next-line|line|file)\s+([\w-]+|\*)\s*(?::|--)?\s*(.*)/;

/** Facts of all comments of a file. Without a reason the excuse still counts and says so. */
export function suppressionsOf(comments: { value: string; start: number; end: number }[], starts: number[]): SuppressionFact[] {
  return comments.flatMap((comment): SuppressionFact[] => {
    const match = FORM.exec(comment.value);
    if (!match) return [];
    const [, scope, rule = '*', reason = ''] = match;
    const line = lineColumn(starts, comment.end).line + (scope === 'next-line' ? 1 : 0);
    return [{ scope: scope === 'file' ? 'file' : 'line', line, rule, reason: reason.replace(/\*\/\s*$/, '').trim() || 'no reason given' }];
  });
}
