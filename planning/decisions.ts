/** Asks people only what the findings give reason to ask, with the places that raise the question. It never answers. */
import type { PlanDecision, PlannedResource } from '../core/plan.js';
import type { Program, Resource } from '../core/program.js';
import type { Finding } from '../core/scan.js';
import type { Area } from '../core/vocabulary.js';
import { containerNeeds, placeOf } from './container-needs.js';
import { grouped } from './grouped.js';
import { packageNames, packageOf, workFindings } from './open-findings.js';
import { plural } from './plural.js';
import { AREA_QUESTIONS, FILE_QUESTIONS, nativeQuestion, type Question } from './questions.js';
import { replacementOf } from './replacements.js';

const EVIDENCE = 5;

type Evidence = PlanDecision['evidence'];

/** At most five places, each text once; what is left out is counted. */
function few(evidence: Evidence): Evidence {
  const distinct = [...new Map(evidence.map((item) => [`${item.text} ${item.at?.file}:${item.at?.line}`, item])).values()];
  const shown = distinct.slice(0, EVIDENCE);
  return distinct.length > shown.length ? [...shown, { text: `and ${plural(distinct.length - shown.length, 'more place')}` }] : shown;
}

const evidenceOf = (findings: Finding[]): Evidence =>
  few(findings.map((finding) => ({ text: finding.target ? `${finding.title}: ${finding.target}` : finding.title, at: placeOf(finding.at) })));

const card = (question: Question, evidence: Evidence, more: Partial<PlanDecision> = {}): PlanDecision => ({
  id: question.id,
  question: question.question,
  options: question.options,
  default: question.default,
  evidence,
  ...(question.areas.length > 0 ? { areas: question.areas } : {}),
  ...more,
});

/** What the code itself says about the likely answer. */
function defaultFor(question: Question, program: Program, findings: Finding[], machine: boolean): string {
  if (question.id === 'database') {
    const databases = program.resources.filter((resource) => resource.kind === 'sqlite');
    if (databases.some((resource) => resource.pattern.includes('*') || resource.pattern.includes('<request'))) return 'durable-object';
    if (program.sites.some((site) => site.reach === 'production' && /^(?:pg|postgres)(?:$|[.(])/.test(site.origin))) return 'postgres';
  }
  if (question.id === 'jobs') {
    if (machine) return 'container';
    if (program.jobs.some((job) => job.kind === 'in-process-queue' && job.reach === 'production')) return 'queue';
  }
  if (question.id === 'state' && findings.every((finding) => finding.impactBy.workers !== 'blocker' && /\bcache\b/i.test(finding.reasons.join(' ')))) return 'accept';
  return question.default;
}

/** Databases whose data outlives the job that makes it: where these go is asked, a draft in the temporary folder goes nowhere. */
function lastingDatabases(program: Program, storage: PlannedResource[]): string[] {
  const planned = new Map(storage.map((resource) => [resource.resource, resource.target]));
  const lasting = program.resources.filter((resource) => resource.kind === 'sqlite' && resource.persistence !== 'temp' && !/^(?:keep|tmp)$/.test(planned.get(resource.id) ?? ''));
  return lasting.map((resource) => resource.id);
}

function areaCards(program: Program, work: Finding[], machine: boolean, storage: PlannedResource[]): PlanDecision[] {
  const names = packageNames(program);
  const isDriver = (finding: Finding): boolean => finding.area === 'native-module' && replacementOf(packageOf(finding.what, names) ?? finding.what)?.holdsData === true;
  return AREA_QUESTIONS.flatMap((question) => {
    const own = work.filter((finding) => question.areas.includes(finding.area) || (question.id === 'database' && isDriver(finding)));
    if (own.length === 0) return [];
    const databases = question.id === 'database' ? lastingDatabases(program, storage) : [];
    return [card(question, evidenceOf(own), { default: defaultFor(question, program, own, machine), ...(databases.length > 0 ? { resources: databases } : {}) })];
  });
}

function nativeCards(program: Program, findings: Finding[]): PlanDecision[] {
  const names = packageNames(program);
  const all = containerNeeds(program, findings);
  // An add-on that another package brings in is found where that one is imported: its question covers both.
  const asked = new Set(all.filter((need) => need.area !== 'native-module').map((need) => `${need.file}:${need.at.line}`));
  const needs = all.filter((need) => need.area === 'native-module' && !asked.has(`${need.file}:${need.at.line}`));
  const byPackage = grouped(needs, (need) => packageOf(need.what, names) ?? need.what);
  return [...byPackage].map(([name, uses]) => card(nativeQuestion(name, replacementOf(name)?.by), few(uses.map((need) => ({ text: need.reason, at: need.at })))));
}

type FileQuestion = keyof typeof FILE_QUESTIONS;

function fileQuestionOf(resource: Resource, planned: PlannedResource | undefined): FileQuestion | null {
  if (resource.kind !== 'files' || resource.writes === 'none') return null;
  if (resource.persistence === 'upload') return 'uploads';
  if (resource.persistence === 'unknown') return 'unknown-files';
  if (resource.persistence !== 'durable') return null;
  if (planned?.target === 'decide') return 'unknown-files';
  if (planned) return planned.instead.some((other) => other.target === 'kv') ? 'stale-reads' : 'documents';
  return resource.writes === 'read-modify-write' || resource.writes === 'append' ? 'stale-reads' : 'documents';
}

function fileCards(program: Program, findings: Finding[], storage: PlannedResource[]): PlanDecision[] {
  const planned = new Map(storage.map((resource) => [resource.resource, resource]));
  const touched = grouped(findings.filter((finding) => finding.resource), (finding) => finding.resource ?? '');
  const asked = program.resources.flatMap((resource) => {
    const kind = touched.has(resource.id) ? fileQuestionOf(resource, planned.get(resource.id)) : null;
    return kind ? [{ kind, resource }] : [];
  });
  return [...grouped(asked, (item) => item.kind)].map(([kind, items]) => {
    const evidence = items.map(({ resource }): Evidence[number] => {
      const first = touched.get(resource.id)?.[0];
      const why = planned.get(resource.id)?.reason ?? resource.reasons[0];
      return { text: why ? `${resource.pattern}: ${why}` : resource.pattern, ...(first ? { at: placeOf(first.at) } : {}) };
    });
    const question = FILE_QUESTIONS[kind as FileQuestion];
    const targets = new Set(items.flatMap(({ resource }) => planned.get(resource.id)?.target ?? []));
    const same = targets.size === 1 ? question.options.find((option) => option.target !== undefined && targets.has(option.target)) : undefined;
    return card(question, few(evidence), { default: same?.id ?? question.default, resources: items.map(({ resource }) => resource.id) });
  });
}

/** `storage` are the planned targets where a plan exists; without one the questions follow from the findings alone. `settled`: areas that answers took out of the Container. */
export function decisions(program: Program, findings: Finding[], storage: PlannedResource[] = [], settled: ReadonlySet<Area> = new Set()): PlanDecision[] {
  const work = workFindings(findings, 'workers');
  const machine = containerNeeds(program, findings, settled).length > 0;
  return [...areaCards(program, work, machine, storage), ...nativeCards(program, findings), ...fileCards(program, work, storage)];
}
