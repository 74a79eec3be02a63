/** Runs the snippets of rules/evidence on workerd and Node and writes down what was observed. Judges no rule: that is the lint. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { UserError } from '../core/errors.js';
import { PLATFORMS, type Observation, type Observed, type Platform, type Snippet, datesOf } from '../core/evidence.js';
import { home, homePath } from '../core/home.js';
import type { Probed } from '../rules/export-history.js';
import { probeExports } from '../runtime/export-probe.js';
import type { RuntimePackages } from '../runtime/packages.js';
import { valuesOnNode, type NodeValues } from '../runtime/snippet-node.js';
import { startSnippetServer } from '../runtime/snippet-server.js';
import { runSnippets, writeSnippet, type PreparedSnippet, type SnippetOutcome } from '../runtime/snippet-run.js';

/** Days on which a flag turns on that Node programs can tell: bisected with workerd 1.20261117.1. The last one is that of the rule pack. */
export const FLAG_DATES = [
  '2024-09-23', '2025-04-01', '2025-05-05', '2025-06-01', '2025-08-15', '2025-09-01', '2025-09-15', '2025-10-01', '2025-12-04', '2026-01-29', '2026-02-10', '2026-02-19',
  '2026-03-17', '2026-06-16', '2026-08-04', '2026-11-17',
];

/** Generous, because a busy machine must not turn an answer into a hang. */
const TIME_LIMIT = 8_000;

/** A database has to be made first. */
const SERVER_LIMIT = 60_000;

/** Where packages that snippets need are looked for: our own, then a folder that `npm run evidence` fills. */
const PACKAGE_FOLDERS = ['node_modules', '.evidence/node_modules'];

function isInstalled(nodeModules: string, name: string, version: string): boolean {
  const manifest = path.join(nodeModules, name, 'package.json');
  return existsSync(manifest) && (JSON.parse(readFileSync(manifest, 'utf8')) as { version?: string }).version === version;
}

/** The node_modules that has all of a snippet's packages in the versions it names; null when none has. */
export function packagesOf(snippet: Snippet): string | null {
  const wanted = Object.entries(snippet.packages);
  return PACKAGE_FOLDERS.map((folder) => homePath(folder)).find((folder) => wanted.every(([name, version]) => isInstalled(folder, name, version.replace(/^npm:.*@/, '')))) ?? null;
}

/** What `npm install` must be given for these snippets. */
export function packagesMissing(snippets: readonly Snippet[]): string[] {
  const missing = snippets.filter((snippet) => packagesOf(snippet) === null);
  return [...new Set(missing.flatMap(({ packages }) => Object.entries(packages).map(([name, version]) => `${name}@${version}`)))].sort();
}

interface Written {
  root: string;
  remove: () => void;
}

/** What stands ready for one snippet, and what ends with it. */
interface Ready {
  prepared: PreparedSnippet | null;
  /** Why it shows nothing: it fails on Node, or its server does. */
  reason: string;
  remove: () => void;
}

async function ready(snippet: Snippet, { root, remove }: Written): Promise<Ready> {
  const started = snippet.server ? await startSnippetServer(root, snippet.server.source, SERVER_LIMIT) : null;
  if (started && !started.ok) return { prepared: null, reason: started.reason, remove };
  const env: Record<string, string> = started ? { SERVER_PORT: String(started.server.port) } : {};
  const removeBoth = (): void => { started?.server.stop(); remove(); };
  const node: NodeValues = snippet.expect ? { ok: true, values: snippet.expect } : await valuesOnNode(root, TIME_LIMIT, env);
  return node.ok ? { prepared: { snippet, root, expected: node.values, env }, reason: '', remove: removeBoth } : { prepared: null, reason: node.reason, remove: removeBoth };
}

async function withPrepared<T>(snippets: readonly Snippet[], use: (prepared: PreparedSnippet[]) => Promise<T>): Promise<T> {
  const all: Ready[] = [];
  try {
    for (const snippet of snippets) all.push(await ready(snippet, writeSnippet(snippet, packagesOf(snippet) ?? path.join(home, 'node_modules'))));
    const failing = snippets.flatMap(({ id }, index) => (all[index]?.prepared ? [] : [`${id} (${all[index]?.reason})`]));
    if (failing.length > 0) throw new UserError('snippet-fails-on-node', `What fails on Node shows nothing: ${failing.join('; ')}`, 'Correct these snippets in rules/evidence, or give the values to compare with as `expect`.');
    return await use(all.flatMap(({ prepared }) => prepared ?? []));
  } finally {
    for (const { remove } of all) remove();
  }
}

/** The oldest date of each stretch with one outcome. */
function stretches(dates: readonly string[], platform: Platform, at: (date: string) => SnippetOutcome | undefined): Observation[] {
  const found: Observation[] = [];
  for (const since of dates) {
    const outcome = at(since);
    const before = found.at(-1);
    if (!outcome || (before && before.outcome === outcome.outcome && before.stage === outcome.stage && before.text === outcome.text)) continue;
    const { outcome: kind, stage, text } = outcome;
    found.push({ since, platform, outcome: kind, ...(stage ? { stage } : {}), ...(text === undefined ? {} : { text }) });
  }
  return found;
}

export interface EvidenceRun {
  packages: RuntimePackages;
  snippets: readonly Snippet[];
  /** The dates of snippets that run at every flag; the last one is that of all others. */
  dates?: readonly string[];
  onProgress?: (step: string) => void;
}

/** Observes every snippet at its dates and platforms. A snippet that fails on Node is a UserError. */
export async function observe({ packages, snippets, dates = FLAG_DATES, onProgress }: EvidenceRun): Promise<Observed['outcomes']> {
  return withPrepared(snippets, async (prepared) => {
    const seen = new Map<string, Map<string, SnippetOutcome>>();
    for (const platform of PLATFORMS) {
      for (const compatibilityDate of dates) {
        const due = prepared.filter(({ snippet }) => snippet.platforms.includes(platform) && datesOf({ dates: [...dates] }, snippet).includes(compatibilityDate));
        if (due.length === 0) continue;
        onProgress?.(`${compatibilityDate}, platform ${platform}: ${due.length} snippets`);
        seen.set(`${compatibilityDate} ${platform}`, await runSnippets(due, { packages, compatibilityDate, platform, timeLimit: TIME_LIMIT }));
      }
    }
    const rows = snippets.map((snippet) => [snippet.id, snippet.platforms.toSorted().flatMap((platform) =>
      stretches(datesOf({ dates: [...dates] }, snippet), platform, (date) => seen.get(`${date} ${platform}`)?.get(snippet.id)))] as const);
    return Object.fromEntries(rows.toSorted(([a], [b]) => (a < b ? -1 : 1)));
  });
}

/** What workerd exports at each date. */
export async function probeAll(packages: RuntimePackages, dates: readonly string[], onProgress?: (step: string) => void): Promise<Probed[]> {
  const probes: Probed[] = [];
  for (const date of dates) {
    onProgress?.(`${date}: exports`);
    probes.push({ date, found: await probeExports(packages, date) });
  }
  return probes;
}
