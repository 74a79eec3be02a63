/** Whether a Worker can serve a module by httpServerHandler, and what stands in the way: frameworks, work at load, what only a Container has. */
import semver from 'semver';
import type { Plan } from '../core/plan.js';
import type { FunctionId, Program, Site } from '../core/program.js';
import { STAYS_SYNCHRONOUS } from '../core/storage-operations.js';
import type { Finding } from '../core/scan.js';
import type { ServedModule } from '../core/workers-entry.js';
import { functionsAtLoad, loadedWith } from './at-load.js';
import { blockers } from './open-findings.js';
import { plural } from './plural.js';

/** httpServerHandler and the server half of node:http are there from this compatibility date. */
const SERVES_SINCE = '2025-09-01';

/** Origins of what httpServerHandler was seen to serve as it is. */
const SERVED = /^(?:express(?:\.Router|\.application)?|koa|@?koa[-/]router|node:http)(?=$|[.(])/;

export interface EntryQuestion {
  program: Program;
  plan: Pick<Plan, 'components' | 'disposition'>;
  findings: readonly Finding[];
  /** What a Worker refuses while modules are loaded: judged as if all that runs then stood at the top of a module. */
  atLoad: readonly Judged[];
  /** The same sites, judged as if a request ran them. */
  inRequest: readonly Judged[];
  date: string;
}

export interface Judged {
  finding: Finding;
  site: Site;
}

/** Reasons in words, by when they hold: whatever is done; when the program starts with the Worker; when the first request starts it. */
export interface Obstacles {
  always: string[];
  atLoad: string[];
  late: string[];
}

const placed = (text: string, at: { file: string; line: number }): string => `${text} (${at.file}:${at.line})`;

/** What a program is served by, as origins: `fastify()`, `express()`. */
function frameworks({ sites, entryPoints }: Program, modules: ReadonlySet<string>): string[] {
  const listens = sites.filter(({ origin, at, reach }) => reach === 'production' && modules.has(at.file) && /\.(?:listen|serve)$/.test(origin)).map(({ origin }) => origin);
  const routes = entryPoints.filter(({ kind, file }) => kind === 'http' && modules.has(file)).map(({ source }) => source);
  return [...new Set([...listens, ...routes])];
}

/** Major version of Express and as it is written; null where the program does not use it. */
function expressVersion(program: Program, modules: ReadonlySet<string>): { major: number | null; text: string } | null {
  if (!frameworks(program, modules).some((origin) => /^express\b/.test(origin))) return null;
  const text = program.packages.find(({ name }) => name === 'express')?.version;
  return { major: (text ? semver.coerce(text) : null)?.major ?? null, text: (text ? semver.coerce(text)?.version : undefined) ?? '' };
}

function frameworkObstacles(program: Program, modules: ReadonlySet<string>): string[] {
  const others = [...new Set(frameworks(program, modules).filter((origin) => !SERVED.test(origin)).map((origin) => origin.split('().')[0] ?? origin))];
  const express = expressVersion(program, modules);
  return [
    ...others.map((name) => `it is served by ${name}, of which only Express, Koa and node:http are known to run behind httpServerHandler as they are`),
    ...(express && express.major === null ? ['which version of Express it runs on is not known'] : []),
    ...(express?.major && express.major < 4 ? [`Express ${express.text} was never seen to run there: upgrade to Express 5 first, as a step of its own that ships on today's host, and run apply again`] : []),
  ];
}

/** Express 4 brings an iconv-lite whose streams are replaced by nothing when wrangler bundles it; the next line of that package looks before it uses them. */
const SINCE_EXPRESS_5 = { 'iconv-lite@0.4': '^0.6.3' };

/** What package.json has to ask for, so that the program starts as wrangler bundles it, and the note that goes with it. */
export function packageOverrides(program: Program, served: ServedModule): { overrides: Record<string, string>; notes: string[] } {
  const express = expressVersion(program, loadedWith(program, served.file, false));
  if (express?.major !== 4) return { overrides: {}, notes: [] };
  return { overrides: SINCE_EXPRESS_5, notes: [`Express ${express.text} brings iconv-lite 0.4, which does not start as wrangler bundles it: package.json asks for 0.6 in its place; install the packages again, and run your tests. Express 5 needs none of this`] };
}

/** What a store does not ask for: a folder that is served asks with each request, and one that is made is none. */
const MADE_AT_ONCE: ReadonlySet<string> = new Set(['serve', 'uploads', ...STAYS_SYNCHRONOUS]);

const isRefused = ({ finding, site }: Judged): boolean => (finding.verdict.workers === 'throws' || finding.verdict.workers === 'hangs') && !site.tried;

const named = (when: string, { finding }: Judged): string => placed(`${when}, ${finding.title[0]?.toLowerCase() ?? ''}${finding.title.slice(1)}`, finding.at);

/** A Worker may neither set timers nor ask for anything while modules are loaded; what a request starts, ends with it. */
function startObstacles({ program, plan, atLoad, inRequest }: EntryQuestion, modules: ReadonlySet<string>): Pick<Obstacles, 'atLoad' | 'late'> {
  const running = functionsAtLoad(program, modules);
  const seeds = plan.components.filter(({ status }) => status === 'rewrite').flatMap(({ seeds: own }) => own);
  const moves = ({ site }: Judged): boolean => seeds.some(({ at }) => at.file === site.at.file && at.start === site.at.start);
  const refused = (all: readonly Judged[]): Judged[] => all.filter((one) => running.has(one.site.fn) && isRefused(one) && !moves(one));
  const stored = seeds.filter((seed) => running.has(seed.in ?? '') && !MADE_AT_ONCE.has(seed.operation));
  const early = refused(atLoad);
  return {
    atLoad: [...early.map((one) => named('before the first request', one)), ...stored.map((seed) => placed('stored documents are used before the first request', seed.at))],
    late: [...early.filter(({ finding }) => finding.area === 'timer-cron').map((one) => named('before the first request', one)), ...refused(inRequest).map((one) => named('while the program starts', one))],
  };
}

function machineObstacles({ plan, findings }: EntryQuestion, modules: ReadonlySet<string>): string[] {
  const held = plan.disposition.containerModules.filter(({ file }) => modules.has(file));
  const native = blockers([...findings], 'workers').filter(({ area, at }) => area === 'native-module' && modules.has(at.file) && !held.some(({ file }) => file === at.file));
  const [first] = held;
  const others = held.length > 1 ? ` and ${plural(held.length - 1, 'other module')}` : '';
  return [...(first ? [`${first.file}${others} stay${held.length > 1 ? '' : 's'} in a Container: ${first.reason}`] : []), ...native.map((finding) => placed(`it loads the compiled add-on ${finding.what}`, finding.at))];
}

function exportObstacles({ program, plan }: EntryQuestion, served: ServedModule): string[] {
  const name = served.export?.endsWith('()') ? served.export.slice(0, -2) : null;
  if (name === null) return [];
  const makers = program.functions.filter((fn) => fn.file === served.file && (fn.name === name || name === 'default') && fn.exported);
  const waits = (id: FunctionId): boolean => plan.components.some(({ status, functions }) => status === 'rewrite' && functions.some((fn) => fn.id === id));
  return makers.some((fn) => fn.async || waits(fn.id)) ? [`${name} of ${served.file} has to be waited for, which nothing may do before the first request`] : [];
}

/** Everything that keeps `served` from being served by a Worker; one that starts late needs no reason of `atLoad` to be gone. */
export function entryObstacles(question: EntryQuestion, served: ServedModule): Obstacles {
  const [all, first] = [loadedWith(question.program, served.file, false), loadedWith(question.program, served.file, true)];
  const old = question.date < SERVES_SINCE ? [`the compatibility date ${question.date} knows no server of node:http; ${SERVES_SINCE} and later do`] : [];
  const start = startObstacles(question, first);
  return { always: [...old, ...frameworkObstacles(question.program, all), ...machineObstacles(question, all)], atLoad: [...exportObstacles(question, served), ...start.atLoad], late: start.late };
}
