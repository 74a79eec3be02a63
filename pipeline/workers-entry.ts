/** The recipe of the Workers entry: who could serve the program, whether a Worker can load it, and which variables it needs. Writes nothing. */
import type { Plan } from '../core/plan.js';
import type { Program } from '../core/program.js';
import type { RulePack } from '../core/rules.js';
import type { Finding } from '../core/scan.js';
import type { ServedModule, WorkersEntry } from '../core/workers-entry.js';
import { draftedVariables, listensAt, servedModules, servedParts } from '../drafting/served.js';
import { functionsAtLoad } from '../planning/at-load.js';
import { shippedFiles } from '../planning/shipped-files.js';
import { type Judged, type Obstacles, entryObstacles, packageOverrides } from '../planning/workers-entry.js';
import { judge } from '../rules/match.js';

export interface EntryInput {
  program: Program;
  pack: RulePack;
  plan: Pick<Plan, 'components' | 'disposition'>;
  findings: readonly Finding[];
  /** Compatibility date. */
  date: string;
  /** Throws when the file is gone. */
  read(file: string): string;
}

const SHOWN = 3;

const NO_SOCKETS = 'WebSockets do not come through httpServerHandler: they stay with the old host';

/** What the rules say of everything that runs while the program starts, as if it ran where a module is loaded (`topLevel`), or in a request. */
function judgedStart({ program, pack, date }: EntryInput, running: ReadonlySet<string>, topLevel: boolean): Judged[] {
  const sites = program.sites.filter(({ fn }) => running.has(fn)).map((site) => ({ ...site, topLevel }));
  const judged = judge({ ...program, sites }, pack, { target: 'workers', date });
  const findings = new Map(judged.findings.map((finding) => [finding.id, finding]));
  const siteOf = new Map(sites.map((site) => [site.id, site]));
  return judged.sites.flatMap((one) => {
    const [finding, site] = [findings.get(one.finding), siteOf.get(one.site)];
    return finding && site && finding.area !== 'http-listen' ? [{ finding, site }] : [];
  });
}

const listed = (file: string, obstacles: readonly string[]): string => {
  const more = obstacles.length - SHOWN;
  return `No Workers entry was written for ${file}: ${obstacles.slice(0, SHOWN).join('; ')}${more > 0 ? `; and ${more} more` : ''}`;
};

/** What a person can do where the whole cannot be served: middleware around a router is theirs to carry over, for it may keep strangers out. */
function partsLine(parts: readonly { served: ServedModule; routes: number }[]): string[] {
  if (parts.length === 0) return [];
  const named = parts.map(({ served, routes }) => `${served.export ?? ''} of ${served.file} (${routes} route${routes === 1 ? '' : 's'})`);
  return [`None of that is loaded by ${named.join(', ')}: an entry of your own can mount it in an app, with the middleware that stands before it today`];
}

const unservedLine = ([place]: readonly string[]): string[] =>
  place === undefined ? [] : [`No Workers entry was written: the program listens at ${place}, and no module was found that listens on a known port whenever it is loaded, or gives the whole app out; export the app and run apply again`];

interface Weighed {
  served: ServedModule;
  obstacles: Obstacles;
}

/** The first that can start with the Worker, else the first that the first request can start. */
function taken(weighed: readonly Weighed[]): { served: ServedModule; notes: string[] } | null {
  const possible = weighed.filter(({ obstacles }) => obstacles.always.length === 0);
  const now = possible.find(({ obstacles }) => obstacles.atLoad.length === 0);
  if (now) return { served: now.served, notes: [] };
  const late = possible.find(({ obstacles }) => obstacles.late.length === 0);
  const [reason, ...others] = late?.obstacles.atLoad ?? [];
  return late && reason !== undefined ? { served: { ...late.served, late: true }, notes: [`The first request starts ${late.served.file}, for Workers allow what it does only while one is served: ${reason}${others.length > 0 ? `, and ${others.length} more` : ''}`] } : null;
}

export function workersEntryOf(input: EntryInput): WorkersEntry {
  const running = functionsAtLoad(input.program, input.program.modules.map(({ file }) => file));
  const asked = { program: input.program, read: input.read, runsAtLoad: (fn: string) => running.has(fn) };
  const candidates = servedModules(asked);
  const variables = draftedVariables(input.program, input.read);
  const [first] = candidates;
  const nothing = { serves: null, variables, ships: null, overrides: {} };
  if (!first) return { ...nothing, notes: unservedLine(listensAt(input.program)) };
  const question = { ...input, atLoad: judgedStart(input, running, true), inRequest: judgedStart(input, running, false) };
  const weighed = candidates.map((served): Weighed => ({ served, obstacles: entryObstacles(question, served) }));
  const found = taken(weighed);
  if (found) {
    const { overrides, notes } = packageOverrides(input.program, found.served);
    const sockets = input.program.entryPoints.some(({ kind }) => kind === 'socket') ? [NO_SOCKETS] : [];
    return { serves: found.served, notes: [...found.notes, ...notes, ...sockets], variables, ships: shippedFiles(input, found.served), overrides };
  }
  const free = ({ always, atLoad }: Obstacles): boolean => always.length + atLoad.length === 0;
  const parts = servedParts(asked).filter(({ served }) => free(entryObstacles(question, served)));
  const { always = [], atLoad = [], late = [] } = weighed[0]?.obstacles ?? {};
  return { ...nothing, notes: [listed(first.file, [...new Set([...always, ...late, ...atLoad])]), ...partsLine(parts)] };
}
