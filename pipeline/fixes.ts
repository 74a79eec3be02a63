/** Says which finding a rewrite of this version takes care of: the rule names the best target, the plan of storage decides what can be done now. */
import { codemodNames } from './codemod-names.js';
import type { OpenNames, Program } from '../core/program.js';
import type { Finding } from '../core/scan.js';
import type { TopLevelReader } from '../core/top-level.js';
import type { Target } from '../core/vocabulary.js';
import { planStorage } from '../planning/storage.js';

/** Findings with a codemod that exists and would rewrite them; a codemod that is not written yet becomes a sentence. */
export function withFixes(program: Program, findings: readonly Finding[], target: Target, asked: { topLevel: TopLevelReader; openNames: OpenNames }): Finding[] {
  const names = codemodNames();
  const plan = planStorage(program, [...findings], { codemod: names, target, ...asked });
  const rewritten = new Set(plan.components.filter((component) => component.status === 'rewrite').flatMap((component) => component.resources));
  const codemodOf = new Map(plan.resources.filter((resource) => rewritten.has(resource.resource)).map((resource) => [resource.resource, resource.codemod]));
  return findings.map((finding): Finding => {
    const codemod = finding.resource === undefined ? null : codemodOf.get(finding.resource);
    if (codemod) return { ...finding, fix: { codemod } };
    const named = finding.fix?.codemod;
    if (named === undefined) return finding;
    if (!names.includes(named)) return { ...finding, fix: { setting: `by hand: ${named} is not part of this version` } };
    // A rewrite that exists does not move this one: its resource is refused or blocked, and the plan says why.
    const { fix: _refused, ...rest } = finding;
    return rest;
  });
}
