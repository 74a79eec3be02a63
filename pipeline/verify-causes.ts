/** Gives each cause of a verification the rule that explains it: from the scan of the same sources, else by the call that was refused. Invents none. */
import { fitOf } from '../core/origin-pattern.js';
import type { Rule } from '../core/rules.js';
import type { Finding } from '../core/scan.js';
import type { Cause, SourcePlace } from '../core/verification.js';
import { symptomOf } from '../runtime/symptoms.js';
import { apisOf } from '../rules/apis.js';
import { programsOf } from '../rules/commands.js';
import { adviceFor } from './cause-advice.js';
import { scanFolder } from './scan.js';

interface Book {
  rules: Rule[];
  findings: Finding[];
}

/** A process that is git is an area of its own. */
const AREAS: Record<string, string[]> = { 'child-process': ['child-process', 'git-cli'], other: ['other', 'database', 'websocket-server', 'http-listen'] };

/** Where the call says nothing but its kind. */
const BY_KIND: Partial<Record<Cause['kind'], string>> = { vanished: 'fs-temp-across-requests', 'refused-write': 'fs-unknown-write', 'missing-file': 'fs-asset-read' };

/** Rules on what a bundler's platform breaks, the closer ones first. */
const ON_PLATFORM = ['http-listen-express-4', 'http-server-express-4', 'package-browser-build'];

const isAt = (finding: Finding, place: SourcePlace): boolean => [finding.at, ...finding.callers].some((at) => at.file === place.file && at.line === place.line);

const isOfPackage = ({ what }: Finding, name: string): boolean => what === name || what.startsWith(`${name}.`) || what.startsWith(`${name}(`) || what.startsWith(`${name}/`);

const stands = (finding: Finding): boolean => finding.verdict.workers !== 'unknown' && finding.verdict.workers !== 'works';

function areasOf(subject: string): string[] | null {
  const area = apisOf(subject)[0]?.area;
  return area === undefined ? null : (AREAS[area] ?? [area]);
}

/** The finding at one of the places, innermost first; one with a verdict before one that is not known. */
function findingAtPlace({ at, subject, kind }: Cause, { findings }: Book): Finding | undefined {
  if (kind === 'unexplained') return undefined;
  const areas = areasOf(subject);
  const atPlaces = at.map((place) => findings.filter((finding) => finding.at.file === place.file && finding.at.line === place.line && (areas === null || areas.includes(finding.area))));
  // A wrapper is called for many purposes: the outermost call that is still one of this kind says what for.
  const end = atPlaces.findIndex((found, i) => i > 0 && found.length === 0);
  const run = atPlaces.slice(0, end === -1 ? atPlaces.length : end);
  const here = [...run].reverse().flat();
  const beyond = end === -1 ? [] : atPlaces.slice(end).flat();
  return here.find(stands) ?? beyond.find(stands) ?? here[0] ?? (kind === 'error' ? undefined : at.flatMap((place) => findings.filter((finding) => isAt(finding, place) && (areas === null || areas.includes(finding.area)))).find(stands));
}

const wholePackages = (rules: Rule[]): Set<string> => new Set(rules.filter((rule) => rule.match.package !== undefined || rule.match.native === true).map((rule) => rule.id));

/** What a package is, for causes that are the whole package's. */
function findingOfPackage(name: string, { findings, rules }: Book): Finding | undefined {
  const found = findings.filter((finding) => isOfPackage(finding, name) && stands(finding));
  const ofWhole = wholePackages(rules);
  return found.find((finding) => ofWhole.has(finding.rule)) ?? found[0];
}

/** Why a package does not load: only a finding on all of it that says so. That it stores something, or counts in memory, is no reason. */
function findingOfFailure(name: string | undefined, { findings, rules }: Book): Finding | undefined {
  const ofWhole = wholePackages(rules);
  return name === undefined ? undefined : findings.find((finding) => isOfPackage(finding, name) && ofWhole.has(finding.rule) && (finding.verdict.workers === 'absent' || finding.verdict.workers === 'throws'));
}

/** Something that is kept from request to request: the finding says where it is kept. */
function findingOfHang({ through, at }: Cause, { findings }: Book): Finding | undefined {
  const hanging = findings.filter((finding) => finding.verdict.workers === 'hangs' && (through === undefined || isOfPackage(finding, through) || finding.area === 'database'));
  return hanging.find((finding) => at.some((place) => place.file === finding.at.file)) ?? hanging[0];
}

function commandFits({ match }: Rule, target: string | undefined): boolean {
  if (match.command === undefined) return true;
  const programs = programsOf(target ?? '');
  return match.command.some((want) => programs.some((program) => (want.endsWith('*') ? program.startsWith(want.slice(0, -1)) : program === want)));
}

/** Conditions that a running call cannot show are taken to hold only where there are none. */
const NEEDS_SOURCES = ['arguments', 'persistence', 'roots', 'lifetime', 'writes', 'readers', 'access', 'installed', 'ended', 'promised', 'afterResponse'] as const;

function ruleOfCall(cause: Cause, { rules }: Book): Rule | undefined {
  const area = apisOf(cause.subject)[0]?.area;
  const fitting = rules.flatMap((rule) => {
    const { match } = rule;
    const byName = match.site ? fitOf(match.site, cause.subject) : null;
    const named = byName ?? (match.site === undefined && area !== undefined && match.api?.includes(area) ? 1 : null);
    const excepted = match.not !== undefined && fitOf(match.not, cause.subject) !== null;
    if (named === null || excepted || !commandFits(rule, cause.target) || NEEDS_SOURCES.some((key) => match[key] !== undefined)) return [];
    if (match.topLevel !== undefined && match.topLevel !== (cause.when === 'start')) return [];
    return [{ rule, fit: named + (match.command ? 500 : 0) + (match.topLevel === undefined ? 0 : 100) }];
  });
  return fitting.sort((a, b) => b.fit - a.fit)[0]?.rule;
}

const packageNamed = (specifier: string): string => specifier.split('/').slice(0, specifier.startsWith('@') ? 2 : 1).join('/');

/** A name that the bundler takes away, whatever is read by it. */
export const isOfModuleItself = ({ subject }: Cause): boolean => /^global\.__(?:dir|file)name$/.test(subject);

/** A timer, a random value or a request of a package, asked for while it loads: nobody can change the call. */
export const isOfPackageAtLoad = ({ kind, through, says }: Cause): boolean => kind === 'refused-at-load' && through !== undefined && symptomOf(says ?? '')?.code === 'global-scope';

/** What the app's own code calls of the package at the place. */
function findingOfCall({ at, through }: Cause, { findings }: Book): Finding | undefined {
  return through === undefined ? undefined : findings.find((finding) => isOfPackage(finding, through) && stands(finding) && at[0] !== undefined && isAt(finding, at[0]));
}

const isPackageName = (subject: string): boolean => !/^[./]|\.[cm]?[jt]sx?$/.test(subject);

function findingFor(cause: Cause, book: Book): Finding | undefined {
  const { kind, subject } = cause;
  if (subject === 'bundler-platform') return ON_PLATFORM.flatMap((id) => book.findings.filter((finding) => finding.rule === id))[0];
  if (isOfModuleItself(cause)) return undefined;
  if (isOfPackageAtLoad(cause)) return findingOfFailure(cause.through, book) ?? findingAtPlace(cause, book) ?? findingOfCall(cause, book);
  if (kind === 'fails-at-load' && isPackageName(subject)) return findingOfFailure(packageNamed(subject), book) ?? findingOfFailure(cause.through, book);
  if (kind === 'unresolved' || kind === 'fails-at-load') return findingOfPackage(packageNamed(subject), book) ?? findingAtPlace(cause, book);
  if (kind === 'not-loadable') return (cause.through === undefined ? undefined : findingOfPackage(cause.through, book)) ?? findingAtPlace(cause, book);
  if (kind === 'hangs') return findingOfHang(cause, book) ?? findingAtPlace(cause, book);
  return findingAtPlace(cause, book) ?? (subject.includes(':') || subject.startsWith('global.') ? undefined : findingOfPackage(packageNamed(subject), book));
}

/** A file that a package asks for while it loads, where the scan sees no call of the app's own. */
function ofFileAtLoad({ kind, subject }: Cause): string | undefined {
  if (kind !== 'refused-at-load') return undefined;
  const access = apisOf(subject)[0];
  if (access?.area !== 'filesystem') return undefined;
  return access.access === 'read' || access.access === 'list' || access.access === 'probe' ? 'fs-asset-read' : 'fs-unknown-write';
}

function ruleFor(cause: Cause, finding: Finding | undefined, book: Book): Rule | undefined {
  const byId = (id: string | undefined): Rule | undefined => book.rules.find((rule) => rule.id === id);
  if (finding === undefined && (isOfModuleItself(cause) || isOfPackageAtLoad(cause))) return undefined;
  return byId(finding?.rule) ?? (cause.kind === 'error' || cause.kind === 'unexplained' ? undefined : (ruleOfCall(cause, book) ?? byId(BY_KIND[cause.kind] ?? ofFileAtLoad(cause))));
}

/** The place that the rule speaks of comes first; a reader can do something about it there. */
function placed(cause: Cause, finding: Finding | undefined): SourcePlace[] {
  if (!finding || !/\.[cm]?[jt]sx?$/.test(finding.at.file)) return cause.at;
  const { file, line } = finding.at;
  const known = cause.at.some((place) => place.file === file && place.line === line);
  if (!known && cause.kind !== 'hangs') return cause.at;
  return [{ file, line }, ...cause.at.filter((place) => place.file !== file || place.line !== line)];
}

function explained(cause: Cause, book: Book): Cause {
  const finding = findingFor(cause, book);
  const rule = ruleFor(cause, finding, book);
  const advice = rule ? undefined : adviceFor(cause);
  return { ...cause, at: placed(cause, finding), rule: rule ? { id: rule.id, title: rule.title, instead: rule.instead } : null, ...(advice ? { advice } : {}) };
}

/** Scans the folder and lays its findings beside what was seen. */
export function withRules(causes: Cause[], directory: string): Cause[] {
  const { scan, pack } = scanFolder(directory, { cache: true });
  const book: Book = { rules: pack.rules, findings: [...scan.findings, ...(scan.apart ?? []), ...scan.suppressed] };
  return causes.map((cause) => explained(cause, book));
}
