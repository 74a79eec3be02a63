/** Targets of what is no storage: timers, jobs, models, state, sockets. One row per rule that leaves work, and the bindings the rows need. */
import type { Binding, PlanDecision, PlannedResource, StorageTarget } from '../core/plan.js';
import type { Program } from '../core/program.js';
import type { Rule } from '../core/rules.js';
import type { Finding } from '../core/scan.js';
import type { Area, Target } from '../core/vocabulary.js';
import { grouped } from './grouped.js';
import { settledAreas } from './apply-decisions.js';
import { packagesLeaving, placeOf } from './container-needs.js';
import { packageNames, packageOf, workFindings } from './open-findings.js';
import { replacementOf } from './replacements.js';

/** Where an area goes when no question is asked about it. */
const USUAL: Partial<Record<Area, StorageTarget>> = {
  'timer-cron': 'cron-trigger', database: 'worker-binding', 'native-module': 'container', 'worker-threads': 'container', 'child-process': 'container', 'git-cli': 'container',
};

type Choice = Pick<PlannedResource, 'target' | 'reason' | 'instead'>;

function byDecision(area: Area, decisions: PlanDecision[]): Choice | null {
  const decision = decisions.find((item) => item.areas?.includes(area));
  const option = decision?.options.find((item) => item.id === (decision.answer ?? decision.default));
  if (!decision || !option?.target) return null;
  const others = decision.options.filter((item) => item.id !== option.id && item.target);
  return {
    target: option.target,
    reason: decision.answer ? `Decided: ${option.title}` : `${option.title}, unless decided otherwise (${decision.id})`,
    instead: others.flatMap((item) => (item.target ? [{ target: item.target, reason: item.consequence }] : [])),
  };
}

function choiceFor(finding: Finding, name: string, decisions: PlanDecision[], rule: Rule | undefined): Choice {
  const replacement = finding.area === 'native-module' ? replacementOf(name) : undefined;
  if (replacement?.sameInterface) return { target: 'keep', reason: `The code stays: ${name} becomes ${replacement.by}`, instead: [] };
  const decided = byDecision(replacement?.holdsData ? 'sqlite' : finding.area, decisions);
  return decided ?? { target: USUAL[finding.area] ?? 'by-hand', reason: rule?.instead || finding.title, instead: [] };
}

/** Findings of stored data are planned with their resource, not here. */
const isStorage = (finding: Finding): boolean => finding.area === 'filesystem' || finding.resource !== undefined;

export function ruleTargets(program: Program, findings: Finding[], rules: Rule[], decisions: PlanDecision[], target: Target): PlannedResource[] {
  const names = packageNames(program);
  const nameOf = (finding: Finding): string => packageOf(finding.what, names) ?? finding.what;
  const byId = new Map(rules.map((rule) => [rule.id, rule]));
  // Add-ons share a rule and go different ways: each package is a row of its own.
  const work = workFindings(findings, target);
  const leaving = packagesLeaving(program, work, settledAreas(decisions));
  const groups = grouped(work.filter((finding) => !isStorage(finding) && !leaving.has(finding.what)), (finding) => (finding.area === 'native-module' ? `${finding.rule}:${nameOf(finding)}` : finding.rule));
  return [...groups].flatMap(([id, own]) => {
    const first = own[0];
    if (!first) return [];
    return [{
      resource: `rule:${id}`,
      pattern: first.area === 'native-module' ? `${first.title}: ${nameOf(first)}` : first.title,
      kind: first.area,
      persistence: null,
      ...choiceFor(first, nameOf(first), decisions, byId.get(first.rule)),
      codemod: first.fix?.codemod ?? null,
      sites: own.map((finding) => ({ at: placeOf(finding.at), origin: finding.what })),
    }];
  });
}

const BINDINGS: Partial<Record<StorageTarget, Pick<Binding, 'kind' | 'binding'>>> = {
  r2: { kind: 'r2_buckets', binding: 'FILES' },
  d1: { kind: 'd1_databases', binding: 'DATABASE' },
  'cron-trigger': { kind: 'triggers', binding: 'crons' },
  queue: { kind: 'queues', binding: 'JOBS' },
  postgres: { kind: 'hyperdrive', binding: 'DATABASE' },
  container: { kind: 'containers', binding: 'APP' },
};

const DURABLE: Partial<Record<string, string>> = { 'in-memory-state': 'STATE', 'websocket-server': 'SOCKETS', 'session-auth': 'SESSIONS' };

function bindingFor(resource: PlannedResource): Pick<Binding, 'kind' | 'binding'> | undefined {
  if (resource.target === 'durable-object') return { kind: 'durable_objects', binding: DURABLE[resource.kind] ?? 'OBJECTS' };
  if (resource.target === 'worker-binding' && resource.kind === 'model-inference') return { kind: 'ai', binding: 'AI' };
  if (resource.target === 'worker-binding' && resource.kind === 'database') return { kind: 'hyperdrive', binding: 'DATABASE' };
  return BINDINGS[resource.target];
}

/** Stores that a codemod may have named already: a second one beside it would hold nothing. */
const ONE_IS_ENOUGH: ReadonlySet<Binding['kind']> = new Set(['r2_buckets', 'd1_databases']);

/** Bindings of the rows, each once, beside those that storage already needs. */
export function ruleBindings(resources: PlannedResource[], present: Binding[]): Binding[] {
  const named = (binding: Pick<Binding, 'kind' | 'binding'>): string => (ONE_IS_ENOUGH.has(binding.kind) ? binding.kind : `${binding.kind} ${binding.binding}`);
  const known = new Set(present.map(named));
  return resources.flatMap((resource) => {
    const binding = bindingFor(resource);
    if (!binding || known.has(named(binding))) return [];
    known.add(named(binding));
    return [{ ...binding, for: resource.pattern }];
  });
}
