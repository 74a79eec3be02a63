/** What `apply` says: the diff in colour, and what is rewritten, blocked and left alone, with the reasons. */
import pc from 'picocolors';
import { byHand } from '../core/by-hand.js';
import type { PlanComponent, PlannedResource } from '../core/plan.js';
import type { Rewritten } from '../pipeline/rewrite.js';

export function colouredDiff(diff: string): string {
  const colours = pc.createColors(true);
  return diff.split('\n').map((line) => {
    if (/^(?:\+\+\+|---|diff |new file)/.test(line)) return colours.bold(line);
    if (line.startsWith('@@')) return colours.cyan(line);
    if (line.startsWith('+')) return colours.green(line);
    return line.startsWith('-') ? colours.red(line) : line;
  }).join('\n');
}

const lineOf = (resource: PlannedResource): string => `  ${resource.pattern}\n      ${resource.target}: ${resource.reason}\n`;

/** The chain of reasons, and what a person can do about it. */
function reasonsOf({ chain, code }: Pick<PlanComponent, 'chain' | 'code'>): string[] {
  const advice = byHand(code);
  return [...chain.map((step) => `  ${step.text}${step.at ? ` (${step.at.file}:${step.at.line})` : ''}\n`), ...(advice === null ? [] : [`  By hand: ${advice}.\n`])];
}

/** What is rewritten, what is blocked and what is left alone, with the reasons; for people, on stderr. */
export function applySummary({ plan, refused, notes, changes }: Rewritten, codemod: string): string {
  const of = (status: PlanComponent['status']): PlanComponent[] => plan.components.filter((component) => component.status === status);
  const refusedIds = new Set(refused.map((r) => r.component));
  const moving = new Set(of('rewrite').filter((component) => !refusedIds.has(component.id)).flatMap((component) => component.resources));
  const parts = [`\n${codemod}: ${changes.length === 0 ? 'nothing to change' : `${changes.length} files`}\n`];
  const moved = plan.resources.filter((resource) => moving.has(resource.resource));
  const left = plan.resources.filter((resource) => !moving.has(resource.resource) && resource.persistence !== null);
  if (moved.length > 0) parts.push('\nRewritten\n', ...moved.map(lineOf));
  for (const component of of('blocked')) parts.push(`\nBlocked, untouched: ${component.resources.join(', ')}\n`, ...reasonsOf(component));
  for (const component of refused) parts.push(`\nRefused, untouched: ${component.component}\n`, ...reasonsOf(component));
  if (left.length > 0) parts.push('\nLeft alone\n', ...left.map(lineOf));
  if (notes.length > 0) parts.push('\nNotes\n', ...notes.map((note) => `  ${note}\n`));
  return parts.join('');
}
