/** Operators' tools: scripts that people start by hand and that work on the program's own data. They move with it; release scripts do not. */
import type { CallEdge } from '../core/program.js';
import type { Reach } from '../core/vocabulary.js';
import type { Entry } from './entries.js';
import type { BareModule } from './modules.js';
import type { SiteDraft } from './sites.js';

/** The call keeps or changes data: a database, a file written or removed. Logs that are only appended to are kept by release scripts too. */
const keepsData = ({ api, site }: SiteDraft): boolean =>
  api?.area === 'sqlite' || api?.area === 'database' || /^(?:write|delete)$/.test(site.storage?.access ?? '');

export interface Surveyed {
  modules: readonly BareModule[];
  edges: readonly CallEdge[];
  drafts: readonly SiteDraft[];
  reachOf: ReadonlyMap<string, Reach>;
}

const fileOf = (fn: string): string => fn.slice(0, fn.lastIndexOf('#'));

/** Functions that come to stored data of the production program by calls. */
function dataFunctions({ edges, drafts, reachOf }: Surveyed): Set<string> {
  const callers = new Map<string, string[]>();
  for (const edge of edges) {
    if (edge.confidence === 'possible') continue;
    const list = callers.get(edge.to);
    if (list) list.push(edge.from);
    else callers.set(edge.to, [edge.from]);
  }
  const found = new Set<string>();
  const queue = drafts.filter((draft) => keepsData(draft) && reachOf.get(draft.linked.file) === 'production').map((draft) => draft.site.fn);
  for (let fn = queue.pop(); fn !== undefined; fn = queue.pop()) {
    if (found.has(fn)) continue;
    found.add(fn);
    queue.push(...(callers.get(fn) ?? []));
  }
  return found;
}

const folderOf = (file: string): string => (file.includes('/') ? file.slice(0, file.lastIndexOf('/')) : '');

/** Entries with the tools among them as production: scripts that come to the program's data, and unnamed files of the same kind beside them. */
export function withTools(entries: readonly Entry[], surveyed: Surveyed): Entry[] {
  const scripts = new Set(entries.filter((e) => e.reach === 'script').map((e) => e.point.file).filter((file) => surveyed.reachOf.get(file) !== 'production'));
  if (scripts.size === 0) return [...entries];
  const working = new Set([...dataFunctions(surveyed)].map(fileOf));
  const tools = new Set([...scripts].filter((file) => working.has(file)));
  const folders = new Set([...tools].map(folderOf));
  const loaded = new Set(surveyed.modules.flatMap((m) => m.imports.map((i) => i.to)));
  const beside = surveyed.modules.map((m) => m.file).filter((file) => surveyed.reachOf.get(file) === 'dead' && working.has(file) && !loaded.has(file) && folders.has(folderOf(file)));
  const named = entries.map((entry): Entry => (entry.reach === 'script' && tools.has(entry.point.file) ? { ...entry, reach: 'production' } : entry));
  return [...named, ...beside.map(toolEntry)];
}

const toolEntry = (file: string): Entry => ({
  point: { id: `script ${file}`, kind: 'script', file, fn: `${file}#0`, at: { file, line: 1, column: 1, start: 0, end: 0 }, source: 'lies beside tools that work on the same data' },
  functions: [`${file}#0`],
  reach: 'production',
});
