/** Whether a rule speaks of a call site, and how closely: the closest rule of an area wins the site. */
import { expandOrigin, fitOf } from '../core/origin-pattern.js';
import type { Site } from '../core/program.js';
import type { Rule, RuleMatch } from '../core/rules.js';
import type { Area } from '../core/vocabulary.js';
import { argumentsMatch } from './argument-match.js';
import { programsOf } from './commands.js';
import { versionFits } from './versions.js';

/** How closely a rule fits: exact name over wildcard over area, then the number of conditions, then the length of the name. */
export type Closeness = [name: 0 | 1 | 2, conditions: number, length: number];

export const closer = (a: Closeness, b: Closeness): number => b[0] - a[0] || b[1] - a[1] || b[2] - a[2];

const CONDITIONS = ['arguments', 'command', 'persistence', 'roots', 'lifetime', 'writes', 'readers', 'access', 'topLevel', 'afterResponse', 'promised', 'ended', 'installed', 'reach'] as const satisfies readonly (keyof RuleMatch)[];

const includes = <T extends string>(allowed: readonly T[] | undefined, value: T | undefined): boolean => allowed === undefined || (value !== undefined && allowed.includes(value));

const rootFits = (wanted: readonly string[], roots: readonly string[]): boolean => roots.some((root) => wanted.some((want) => root === want || root.startsWith(`${want} `)));

function commandFits(wanted: readonly string[], site: Site): boolean {
  const programs = programsOf(site.command?.text ?? '');
  return wanted.some((want) => programs.some((program) => (want.endsWith('*') ? program.startsWith(want.slice(0, -1)) : program === want)));
}

function storageFits(match: RuleMatch, site: Site): boolean {
  const { storage } = site;
  return (
    includes(match.persistence, storage?.persistence) &&
    includes(match.lifetime, storage?.lifetime) &&
    includes(match.writes, storage?.writes) &&
    includes(match.readers, storage?.readers) &&
    includes(match.access, storage?.access) &&
    (match.roots === undefined || rootFits(match.roots, storage?.path.roots ?? []))
  );
}

/** Versions of the program's packages; null when unknown. */
export type Installed = (name: string) => string | null;

/** What a site's own facts do not say. */
export interface Surroundings {
  installed: Installed;
  /** Functions handed to `new Promise`. */
  executors: ReadonlySet<string>;
}

/** Everything but the name. */
export function conditionsHold(match: RuleMatch, site: Site, { installed, executors }: Surroundings): boolean {
  return (
    storageFits(match, site) &&
    includes(match.reach, site.reach) &&
    (match.topLevel === undefined || match.topLevel === site.topLevel) &&
    (match.afterResponse === undefined || match.afterResponse === site.afterResponse) &&
    (match.promised === undefined || match.promised === executors.has(site.fn)) &&
    (match.ended === undefined || match.ended === (site.ended === true)) &&
    (match.installed === undefined || Object.entries(match.installed).every(([names, range]) => expandOrigin(names).some((name) => versionFits(range, installed(name))))) &&
    (match.command === undefined || commandFits(match.command, site)) &&
    (match.arguments === undefined || argumentsMatch(match.arguments, site.args))
  );
}

/** How the rule's names fit an origin, or null when they do not. `area` is what apis.yaml says of the origin. */
export function nameFit(rule: Rule, origin: string, area: Area | null): [0 | 1 | 2, number] | null {
  const { match } = rule;
  if (match.not && fitOf(match.not, origin) !== null) return null;
  if (match.api && (area === null || !match.api.includes(area))) return null;
  if (!match.site) return [0, 0];
  const fit = fitOf(match.site, origin);
  if (fit === null) return null;
  return fit >= 1000 ? [2, fit - 1000] : [1, fit];
}

export const conditionCount = (match: RuleMatch): number => CONDITIONS.filter((key) => match[key] !== undefined).length;
