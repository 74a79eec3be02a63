/** Findings about packages: at every place that imports one, or where its direct parent is imported, or once in package.json. */
import type { Place } from '../core/facts.js';
import type { PackageFact, Program } from '../core/program.js';
import type { Rule } from '../core/rules.js';
import type { Area } from '../core/vocabulary.js';
import type { Draft, Lookup } from './draft.js';
import { rulesOn } from './subject.js';
import { versionFits } from './versions.js';

const MANIFEST: Place = { file: 'package.json', line: 1, column: 1, start: 0, end: 0 };

/** In package names `*` stands for anything: `@img/*`. */
const nameFits = (pattern: string, name: string): boolean =>
  pattern === name || (pattern.includes('*') && new RegExp(`^${pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&')).join('.*')}$`).test(name));

/** Imports that the rule speaks of. */
const importsFor = ({ match: { imported } }: Rule, fact: PackageFact): PackageFact['importedBy'] =>
  fact.importedBy.filter(({ specifier }) => imported === undefined || (specifier !== undefined && imported.some((pattern) => nameFits(pattern, specifier))));

/** 3 exact name with a version range, 2 exact name, 1 wildcard, 0 none given; null when the rule does not fit. */
function closeness(rule: Rule, fact: PackageFact): number | null {
  const { match } = rule;
  if (match.not?.some((pattern) => nameFits(pattern, fact.name))) return null;
  if (match.native !== undefined && (fact.native === 'yes') !== match.native) return null;
  if (!versionFits(match.version, fact.version)) return null;
  if (match.imported && importsFor(rule, fact).length === 0) return null;
  if (!match.package) return 0;
  if (!match.package.some((pattern) => nameFits(pattern, fact.name))) return null;
  return match.package.includes(fact.name) ? (match.version || match.imported ? 3 : 2) : 1;
}

function closest(rules: readonly Rule[], fact: PackageFact): Rule[] {
  const best = new Map<Area, { rule: Rule; fit: number }>();
  for (const rule of rules) {
    const fit = closeness(rule, fact);
    const before = best.get(rule.area);
    if (fit !== null && (!before || fit > before.fit)) best.set(rule.area, { rule, fit });
  }
  return [...best.values()].map((entry) => entry.rule);
}

const named = (fact: PackageFact): string => (fact.version === null ? fact.name : `${fact.name}@${fact.version}`);

function draftAt(rule: Rule, fact: PackageFact, at: Place, lookup: Lookup, more: Pick<Draft, 'reasons' | 'confidence'>): Draft | null {
  const reach = at.file === MANIFEST.file ? fact.reach : lookup.reachOfFile(at.file);
  if (rule.match.reach && !rule.match.reach.includes(reach)) return null;
  return { rule, at, fn: lookup.functionAt(at), what: fact.name, target: named(fact), reach, reachedBy: lookup.loadedBy(at.file), callers: [], guards: [], tried: false, ...more };
}

/** Told once: what matters is that the package is there. */
function atManifest(rule: Rule, fact: PackageFact, lookup: Lookup): Draft | null {
  const draft = draftAt(rule, fact, MANIFEST, lookup, { confidence: rule.confidence ?? 'certain', reasons: [] });
  const places = fact.importedBy.map(({ at }) => at);
  return draft && { ...draft, reachedBy: places.flatMap((at) => lookup.loadedBy(at.file)).slice(0, 1), callers: places };
}

const present = (draft: Draft | null): Draft[] => (draft ? [draft] : []);

const why = (fact: PackageFact): string[] => (fact.nativeReason && fact.native === 'yes' ? [`${fact.name} ${fact.nativeReason}`] : []);

/** `sharp brings it in`, or the whole way when there is more than one step. */
const broughtIn = (fact: PackageFact, by: string): string[] => [fact.chain && fact.chain.length > 2 ? `brought in by ${fact.chain.join(' > ')}` : `${by} brings it in`];

/** A native package that no file imports: told where the package that brings it in is imported. */
function transitive(rule: Rule, fact: PackageFact, byName: ReadonlyMap<string, PackageFact>, told: ReadonlySet<string>, lookup: Lookup): Draft[] {
  if (fact.dev || fact.broughtInBy.some((name) => told.has(name))) return [];
  const parents = fact.broughtInBy.flatMap((name) => byName.get(name) ?? []).filter((parent) => !parent.dev);
  if (fact.broughtInBy.length > 0 && parents.length === 0) return [];
  const places = parents.flatMap((parent) => parent.importedBy.map((at) => ({ parent, at: at.at })));
  const place = places.find(({ at }) => lookup.reachOfFile(at.file) === 'production') ?? places[0];
  const optional = fact.optional ? ['an optional dependency'] : [];
  if (!place) {
    const by = parents.map((parent) => parent.name).join(', ');
    return present(draftAt(rule, fact, MANIFEST, lookup, { confidence: 'possible', reasons: ['no file imports it', ...(by ? broughtIn(fact, by) : []), ...why(fact), ...optional] }));
  }
  return present(draftAt(rule, fact, place.at, lookup, { confidence: fact.optional ? 'possible' : 'likely', reasons: [...broughtIn(fact, place.parent.name), ...why(fact), ...optional] }));
}

export function packageDrafts(program: Program, rules: readonly Rule[], lookup: Lookup): Draft[] {
  const own = rulesOn(rules, 'package');
  const byName = new Map(program.packages.map((fact) => [fact.name, fact]));
  const matched = program.packages.map((fact) => ({ fact, rules: closest(own, fact) })).filter((entry) => entry.rules.length > 0);
  const nativeTold = new Set(matched.filter((entry) => entry.rules.some((rule) => rule.match.native)).map((entry) => entry.fact.name));
  return matched.flatMap(({ fact, rules: found }) =>
    found.flatMap((rule) => {
      if (fact.importedBy.length > 0) {
        const confidence = rule.confidence ?? 'certain';
        if (rule.at === 'manifest') return present(atManifest(rule, fact, lookup));
        return importsFor(rule, fact).flatMap(({ at }) => present(draftAt(rule, fact, at, lookup, { confidence, reasons: why(fact) })));
      }
      return rule.match.native ? transitive(rule, fact, byName, nativeTold, lookup) : [];
    }),
  );
}
