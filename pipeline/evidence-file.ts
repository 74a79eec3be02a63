/** `npm run evidence`: runs every snippet and writes rules/evidence/observed.json, or compares it. For who works on this tool; the verbs only read the file. */
import { writeFileSync } from 'node:fs';
import { UserError } from '../core/errors.js';
import type { Observation, Observed, ObservedExports, Snippet } from '../core/evidence.js';
import { homePath } from '../core/home.js';
import { loadRuntime, packageVersion, type RuntimePackages } from '../runtime/packages.js';
import { EXPORTS_FILE, loadExports, loadObserved, loadSnippets, OBSERVED_FILE } from '../rules/evidence.js';
import { foldExports } from '../rules/export-history.js';
import { FLAG_DATES, observe, packagesMissing, probeAll } from './evidence.js';

/** Versions of everything that decides what is observed. */
const provedWith = (packages: RuntimePackages): Record<string, string> => ({
  workerd: packages.workerd.version,
  miniflare: packages.miniflareVersion,
  esbuild: packages.esbuild.version,
  unenv: packageVersion(packages.folders.unenv),
  'unenv-preset': packageVersion(packages.folders.preset),
  node: process.versions.node.split('.')[0] ?? '',
});

const row = ([id, observations]: [string, Observation[]]): string => `    ${JSON.stringify(id)}: [\n${observations.map((one) => `      ${JSON.stringify(one)}`).join(',\n')}\n    ]`;

/** One line for each outcome, so that a change is a line of a diff. */
export function observedText(observed: Observed): string {
  const rows = Object.entries(observed.outcomes).toSorted(([a], [b]) => (a < b ? -1 : 1)).map(row);
  return `{\n  "provedWith": ${JSON.stringify(observed.provedWith)},\n  "dates": ${JSON.stringify(observed.dates)},\n  "outcomes": {\n${rows.join(',\n')}\n  }\n}\n`;
}

/** Snippets whose outcomes are not those of the file. */
function changedRows(before: Observed, after: Observed): string[] {
  const ids = [...new Set([...Object.keys(before.outcomes), ...Object.keys(after.outcomes)])].sort();
  const shown = (rows: Observation[] | undefined): string => (rows ?? []).map((one) => `    ${JSON.stringify(one)}\n`).join('') || '    nothing\n';
  return ids
    .filter((id) => JSON.stringify(before.outcomes[id]) !== JSON.stringify(after.outcomes[id]))
    .map((id) => `${id}\n  written down\n${shown(before.outcomes[id])}  observed\n${shown(after.outcomes[id])}`);
}

function refuseMissing(snippets: readonly Snippet[]): void {
  const missing = packagesMissing(snippets);
  if (missing.length === 0) return;
  throw new UserError('snippet-packages-missing', `${missing.length} packages that snippets are about are not installed.`, `Install them with: npm install --prefix .evidence --ignore-scripts --no-audit ${missing.join(' ')}`);
}

/** One line for each module and history, so that a change is a line of a diff. */
export function exportsText({ workerd, modules }: ObservedExports): string {
  const rows = Object.entries(modules).map(([module, histories]) =>
    `    ${JSON.stringify(module)}: {\n${Object.entries(histories).map(([history, names]) => `      ${JSON.stringify(history)}: ${JSON.stringify(names)}`).join(',\n')}\n    }`);
  return `{\n  "workerd": ${JSON.stringify(workerd)},\n  "modules": {\n${rows.join(',\n')}\n  }\n}\n`;
}

/** Answers whether the exports are otherwise than the file says, and writes them unless they are only to be compared. */
async function runExports(packages: RuntimePackages, check: boolean, log: (text: string) => void): Promise<boolean> {
  const after = { workerd: packages.workerd.version, modules: foldExports(await probeAll(packages, FLAG_DATES, log)) };
  const isChanged = exportsText(after) !== exportsText(loadExports());
  log(`${Object.keys(after.modules).length} modules with ${Object.values(after.modules).flatMap((rows) => Object.values(rows).flat()).length} exports, ${isChanged ? 'changed' : 'as written down'}`);
  if (isChanged && !check) writeFileSync(homePath(EXPORTS_FILE), exportsText(after));
  return isChanged;
}

/** `--check` compares and answers 1 on a difference; `--only ID,ID` runs some and keeps the other rows; `--only exports` asks for the exports alone. */
export async function runEvidence(argv: readonly string[], log: (text: string) => void): Promise<number> {
  const only = argv.includes('--only') ? (argv[argv.indexOf('--only') + 1] ?? '').split(',') : null;
  const all = loadSnippets();
  const snippets = only ? all.filter((snippet) => only.includes(snippet.id)) : all;
  refuseMissing(snippets);
  const packages = await loadRuntime();
  const check = argv.includes('--check');
  const exportsChanged = only === null || only.includes('exports') ? await runExports(packages, check, log) : false;
  const outcomes = await observe({ packages, snippets, onProgress: log });
  const before = loadObserved();
  const named = new Set(all.map(({ id }) => id));
  const kept = only ? Object.fromEntries(Object.entries(before.outcomes).filter(([id]) => named.has(id))) : {};
  const after: Observed = { provedWith: provedWith(packages), dates: FLAG_DATES, outcomes: { ...kept, ...outcomes } };
  const changed = changedRows(before, after);
  for (const text of changed) log(text);
  log(`${new Set(all.flatMap((snippet) => snippet.rules)).size} rules, ${snippets.length} snippets, ${FLAG_DATES.length} dates, ${changed.length} changed`);
  if (check) return changed.length > 0 || exportsChanged ? 1 : 0;
  writeFileSync(homePath(OBSERVED_FILE), observedText(after));
  return 0;
}
