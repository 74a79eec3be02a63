/** Findings at call sites: for each site and area the rule that fits closest. */
import { originIndex } from '../core/origin-pattern.js';
import type { Program, Site, StorageUse } from '../core/program.js';
import type { Rule } from '../core/rules.js';
import type { Area } from '../core/vocabulary.js';
import { apisOf } from './apis.js';
import type { Draft, Lookup } from './draft.js';
import { doubted } from './impact.js';
import { type Closeness, type Surroundings, closer, conditionCount, conditionsHold, nameFit } from './site-match.js';
import { type ModelUse, modelReasons, modelUse } from './models.js';
import { rulesOn } from './subject.js';

interface Candidate {
  rule: Rule;
  /** How closely its names fit the origin. */
  name: [0 | 1 | 2, number];
}

/** Rules that may speak of a site by its name. Remembered per origin and area: programs call the same APIs often. */
function candidates(rules: readonly Rule[]): (site: Site) => readonly Candidate[] {
  const named = originIndex(rules.filter((rule) => rule.match.site), (rule) => rule.match.site ?? []);
  const unnamed = rules.filter((rule) => !rule.match.site);
  const known = new Map<string, readonly Candidate[]>();
  return (site) => {
    const { origin } = site;
    const area = areaOf(site);
    const key = `${area ?? ''} ${origin}`;
    const before = known.get(key);
    if (before) return before;
    const found = [...named(origin), ...unnamed].flatMap((rule): Candidate[] => {
      const name = nameFit(rule, origin, area);
      return name ? [{ rule, name }] : [];
    });
    known.set(key, found);
    return found;
  };
}

/** What apis.yaml files a call under; for `.on(...)` the name of the event decides. */
function areaOf({ origin, args }: Site): Area | null {
  const event = args[0]?.value ?? args[0]?.text?.text;
  return apisOf(origin).find((api) => !api.pure && (!api.event || (typeof event === 'string' && api.event.includes(event))))?.area ?? null;
}

/** A finding in the first area makes those in the others a repetition: git run by a process is told once. */
const COVERS: Partial<Record<Area, readonly Area[]>> = { 'git-cli': ['child-process'] };

/** The closest rule of each area. */
export function closestRules(site: Site, possible: readonly Candidate[], around: Surroundings): Rule[] {
  const best = new Map<Area, { rule: Rule; closeness: Closeness }>();
  for (const { rule, name } of possible) {
    if (!conditionsHold(rule.match, site, around)) continue;
    const closeness: Closeness = [name[0], conditionCount(rule.match), name[1]];
    const before = best.get(rule.area);
    if (!before || closer(closeness, before.closeness) < 0) best.set(rule.area, { rule, closeness });
  }
  const covered = new Set([...best.keys()].flatMap((area) => COVERS[area] ?? []));
  return [...best.values()].map((entry) => entry.rule).filter((rule) => !covered.has(rule.area));
}

/** Path, command or statement, as far as known. */
function targetOf(site: Site, use: ModelUse | null): string | undefined {
  const named = [use?.task, use?.model].filter((text) => text !== undefined).join(' ');
  if (named !== '') return named;
  const text = site.storage?.path.text ?? site.command?.text ?? site.args.find((arg) => arg.kind === 'string' && arg.text)?.text?.text;
  return text === '' || text === '*' ? undefined : text;
}

function draftOf(site: Site, rule: Rule, lookup: Lookup): Draft {
  const { confidence, reasons } = doubted(rule.confidence ?? 'certain', site);
  const use = modelUse(apisOf(site.origin).find((api) => !api.event), site.args);
  const target = targetOf(site, use);
  const wrapped = site.wraps ? [`calls ${lookup.nameOf(innerFunction(site, lookup) ?? '')}, which ends in ${site.origin}`] : [];
  return {
    rule,
    at: site.at,
    fn: site.fn,
    what: site.origin,
    ...(target === undefined ? {} : { target }),
    ...(site.storage ? { storage: site.storage } : {}),
    reach: site.reach,
    reachedBy: site.reachedBy,
    callers: site.callers,
    guards: site.guards,
    tried: site.tried,
    reasons: [...(use ? modelReasons(use) : []), ...(site.storage?.reasons ?? []), ...(site.afterResponse ? ['it runs after the response has been sent'] : []), ...reasons, ...wrapped.filter((text) => !text.includes('(module)'))],
    confidence,
    site: site.id,
  };
}

/** Function that holds the site a wrapper ends in; its id is `file:start`. */
function innerFunction(site: Site, lookup: Lookup): string | null {
  const match = /^(.*):(\d+)$/.exec(site.wraps?.[0] ?? '');
  if (!match) return null;
  const start = Number(match[2]);
  return lookup.functionAt({ file: match[1] ?? '', line: 0, column: 0, start, end: start });
}

/** What is told of a call that does several things through one wrapper: the gravest. */
const ACCESS_ORDER: readonly StorageUse['access'][] = ['write', 'append', 'delete', 'create', 'open', 'watch', 'read', 'list', 'probe'];
const gravity = (draft: Draft): number => {
  const position = ACCESS_ORDER.indexOf(draft.storage?.access ?? 'probe');
  return position < 0 ? ACCESS_ORDER.length : position;
};

/** One finding per place and area: a wrapper that checks, reads and writes is one call of the caller. */
export function onePerPlace(drafts: readonly Draft[]): Draft[] {
  const kept = new Map<string, Draft>();
  for (const draft of drafts) {
    const key = `${draft.at.file}:${draft.at.start}:${draft.rule.area}:${draft.site ? '' : draft.rule.match.package || draft.rule.match.native ? draft.what : ''}`;
    const before = kept.get(key);
    if (!before || gravity(draft) < gravity(before)) kept.set(key, draft);
  }
  return [...kept.values()];
}

/** Functions that settle a promise somebody waits for: executors, and functions inside of one that a timer calls again until it is settled. */
function executorsOf({ edges, functions }: Program): Set<string> {
  const callbacks = edges.filter((edge) => edge.kind === 'callback');
  const executors = new Set(callbacks.filter((edge) => edge.via === 'global.Promise').map((edge) => edge.to));
  const parents = new Map(functions.map((fn) => [fn.id, fn.parent]));
  const within = (fn: string | null): boolean => fn !== null && (executors.has(fn) || within(parents.get(fn) ?? null));
  const timed = callbacks.filter(({ via }) => via === 'global.setTimeout');
  const starts = new Set(timed.map(({ to }) => to));
  const calls = new Set(edges.flatMap(({ from, to }) => (starts.has(from) ? [`${from} ${to}`] : [])));
  const asking = timed.filter(({ from, to }) => from === to || calls.has(`${to} ${from}`));
  return new Set([...executors, ...asking.flatMap(({ from }) => (within(from) ? [from] : []))]);
}

export function siteDrafts(program: Program, rules: readonly Rule[], lookup: Lookup): Draft[] {
  const possible = candidates(rulesOn(rules, 'site'));
  const versions = new Map(program.packages.map((fact) => [fact.name, fact.version]));
  const around: Surroundings = {
    installed: (name) => versions.get(name) ?? null,
    executors: executorsOf(program),
  };
  return program.sites.flatMap((site) => closestRules(site, possible(site), around).map((rule) => draftOf(site, rule, lookup)));
}
