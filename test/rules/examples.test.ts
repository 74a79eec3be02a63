import { describe, expect, it } from 'vitest';
import { programOfText } from '../../pipeline/link.js';
import { programOfExample } from '../../rules/examples.js';
import { loadRules } from '../../rules/load.js';
import { judge } from '../../rules/match.js';
import { verdictsAt } from '../../rules/verdict.js';
import type { Rule } from '../../core/rules.js';

const pack = loadRules();

/** Where nothing is wrong at the date of the pack any more, the examples are of the first date. */
const dateFor = (rule: Rule): string => (Object.values(verdictsAt(rule, pack.compatibilityDate)).every((verdict) => verdict === 'works') ? '2021-11-02' : pack.compatibilityDate);

/** Rules that find something in the program of an example. */
function rulesHit(rule: Rule, example: string): string[] {
  const { findings } = judge(programOfText(programOfExample(rule, example)), pack, { target: 'auto', date: dateFor(rule) });
  return [...new Set(findings.map((finding) => finding.rule))];
}

describe.each(pack.rules.map((rule) => [rule.id, rule] as const))('the examples of %s', (id, rule) => {
  it.each(rule.examples.hits.map((example, i) => [i + 1, example] as const))('hit %i is found by it', (_, example) => {
    expect(rulesHit(rule, example), example).toContain(id);
  });

  it.each(rule.examples.misses.map((example, i) => [i + 1, example] as const))('miss %i is not found by it', (_, example) => {
    expect(rulesHit(rule, example), example).not.toContain(id);
  });
});
