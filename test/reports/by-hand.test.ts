/** What is blocked comes with a sentence on what a person can do, in the terminal and in a report. */
import { expect, it } from 'vitest';
import { applySummary } from '../../commands/apply-text.js';
import type { Rewritten } from '../../pipeline/rewrite.js';
import { samplePlan } from './sample-plan.js';

it.each([
  ['event-listener', '  By hand: let whoever emits call the function itself and wait for it'],
  ['public-api', '  By hand: give users of the package a function beside this one'],
])('says of %s what can be done', (code, words) => {
  const rewritten: Rewritten = { plan: samplePlan, changes: [], refused: [{ component: 'files:data', code: code as 'public-api', chain: [{ text: 'it cannot wait' }] }], notes: [], problems: [], diffs: [] };
  expect(applySummary(rewritten, 'fs-to-kv')).toContain(`  it cannot wait\n${words}`);
});
