/** Whether a Worker can serve a module by httpServerHandler, and what stands in the way: frameworks, work at load, what only a Container has. */
import semver from 'semver';
import type { Plan } from '../core/plan.js';
import type { FunctionId, Program, Site } from '../core/program.js';
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
  atLoad: readonly { finding: Finding; site: Site }[];
  date: string;
}

const placed = (text: string, at: { file: string; line: number }): string => `${text} (${at.file}:${at.line})`;

/** What a program is served by, as origins: `fastify()`, `express()`. */
function frameworks({ sites, entryPoints }: Program, modules: ReadonlySet<string>): string[] {
  const listens = sites.filter(({ origin, at, reach }) => reach === 'production' && modules.has(at.file) && /\.(?:listen|serve)$/.test(origin)).map(({ origin }) => origin);
  const routes = entryPoints.filter(({ kind, file }) => kind === 'http' && modules.has(file)).map(({ source }) => source);
  return [...new Set([...listens, ...routes])];
}

function frameworkObstacles(program: Program, modules: ReadonlySet<string>): string[] {
  const used = frameworks(program, modules);
  const others = [...new Set(used.filter((origin) => !SERVED.test(origin)).map((origin) => origin.split('().')[0] ?? origin))];
  const express = used.some((origin) => /^express\b/.test(origin)) ? program.packages.find(({ name }) => name === 'express') : undefined;
  const version = express?.version ? semver.coerce(express.version) : null;
  return [
    ...others.map((name) => `it is served by ${name}, of which only Express 5, Koa and node:http are known to run behind httpServerHandler as they are`),
    ...(express && !version ? ['which version of Express it runs on is not known'] : []),
    ...(version && version.major < 5 ? [`Express ${version.version} does not start as wrangler bundles it: upgrade to Express 5 first, as a step of its own that ships on today's host, and run apply again`] : []),
  ];
}

/** A Worker may neither set timers nor ask for anything while modules are loaded. */
function loadObstacles({ program, plan, atLoad }: EntryQuestion, modules: ReadonlySet<string>): string[] {
  const running = functionsAtLoad(program, modules);
  const refused = atLoad.filter(({ finding, site }) => running.has(site.fn) && (finding.verdict.workers === 'throws' || finding.verdict.workers === 'hangs') && !site.tried);
  const stored = plan.components.filter(({ status }) => status === 'rewrite').flatMap(({ seeds }) => seeds).filter((seed) => running.has(seed.in ?? ''));
  return [
    ...refused.map(({ finding }) => placed(`before the first request, ${finding.title[0]?.toLowerCase() ?? ''}${finding.title.slice(1)}`, finding.at)),
    ...stored.map((seed) => placed('stored documents are used before the first request', seed.at)),
  ];
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

/** Everything that keeps `served` from being served by a Worker; empty when it can be. */
export function entryObstacles(question: EntryQuestion, served: ServedModule): string[] {
  const [all, first] = [loadedWith(question.program, served.file, false), loadedWith(question.program, served.file, true)];
  const old = question.date < SERVES_SINCE ? [`the compatibility date ${question.date} knows no server of node:http; ${SERVES_SINCE} and later do`] : [];
  return [...old, ...frameworkObstacles(question.program, all), ...exportObstacles(question, served), ...machineObstacles(question, all), ...loadObstacles(question, first)];
}
