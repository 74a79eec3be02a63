/** The recipe of the Workers entry: who could serve the program, whether a Worker can load it, and which variables it needs. Writes nothing. */
import type { Plan } from '../core/plan.js';
import type { Program } from '../core/program.js';
import type { RulePack } from '../core/rules.js';
import type { Finding } from '../core/scan.js';
import type { ServedModule, WorkersEntry } from '../core/workers-entry.js';
import { draftedVariables, listensAt, servedModules, servedParts } from '../drafting/served.js';
import { functionsAtLoad } from '../planning/at-load.js';
import { entryObstacles } from '../planning/workers-entry.js';
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

/** What the rules for the top of a module say of everything that runs while modules are loaded. */
function judgedAtLoad({ program, pack, date }: EntryInput): { finding: Finding; site: Program['sites'][number] }[] {
  const running = functionsAtLoad(program, program.modules.map(({ file }) => file));
  const sites = program.sites.filter(({ fn }) => running.has(fn)).map((site) => ({ ...site, topLevel: true }));
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

export function workersEntryOf(input: EntryInput): WorkersEntry {
  const running = functionsAtLoad(input.program, input.program.modules.map(({ file }) => file));
  const asked = { program: input.program, read: input.read, runsAtLoad: (fn: string) => running.has(fn) };
  const candidates = servedModules(asked);
  const variables = draftedVariables(input.program, input.read);
  const [first] = candidates;
  if (!first) return { serves: null, notes: unservedLine(listensAt(input.program)), variables };
  const question = { ...input, atLoad: judgedAtLoad(input) };
  const weighed = candidates.map((served) => ({ served, obstacles: entryObstacles(question, served) }));
  const taken = weighed.find(({ obstacles }) => obstacles.length === 0)?.served;
  if (taken) return { serves: taken, notes: input.program.entryPoints.some(({ kind }) => kind === 'socket') ? [NO_SOCKETS] : [], variables };
  const parts = servedParts(asked).filter(({ served }) => entryObstacles(question, served).length === 0);
  return { serves: null, notes: [listed(first.file, weighed[0]?.obstacles ?? []), ...partsLine(parts)], variables };
}
