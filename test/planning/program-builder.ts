/** Small hand-made programs for planning tests. Every line is forty characters wide, so lines and offsets follow from each other. */
import type { Place } from '../../core/facts.js';
import type { CallEdge, EntryPoint, FunctionId, FunctionNode, HostFact, JobFact, ModuleNode, PackageFact, Program, Resource, Site, StateFact } from '../../core/program.js';
import type { Rule } from '../../core/rules.js';
import type { Finding } from '../../core/scan.js';
import type { Impact } from '../../core/vocabulary.js';

const WIDTH = 40;

export const place = (file: string, line: number, last = line): Place => ({ file, line, column: 1, start: (line - 1) * WIDTH, end: last * WIDTH });

type FunctionSpec = Partial<Omit<FunctionNode, 'parent'>> & { lines: [number, number]; parent?: string };

interface FileSpec {
  lines: number;
  imports?: string[];
  packages?: string[];
  unresolved?: number;
  reach?: ModuleNode['reach'];
  functions?: Record<string, FunctionSpec>;
}

type CallSpec = Partial<Omit<CallEdge, 'from' | 'to' | 'at'>> & { line?: number };
type SiteSpec = Partial<Omit<Site, 'fn' | 'at'>> & { in: string; line: number; origin: string };

export interface ProgramSpec {
  files: Record<string, FileSpec>;
  /** `a.js:save > b.js:write`; a file alone is its module body. */
  calls?: Record<string, CallSpec>;
  entryPoints?: (Partial<EntryPoint> & { id: string; kind: EntryPoint['kind']; in: string })[];
  sites?: SiteSpec[];
  resources?: (Partial<Resource> & { id: string })[];
  state?: (Partial<StateFact> & { name: string; file: string; line: number; changedAt?: [file: string, line: number][] })[];
  jobs?: (Partial<JobFact> & { in: string; line: number })[];
  packages?: (Partial<PackageFact> & { name: string; importedAt?: [file: string, line: number][] })[];
  host?: (Partial<HostFact> & { kind: HostFact['kind']; value: string })[];
}

function functionsOf(file: string, spec: FileSpec): FunctionNode[] {
  const named = Object.entries(spec.functions ?? {});
  const id = (name: string | undefined): FunctionId => `${file}#${name === undefined ? 0 : named.findIndex(([other]) => other === name) + 1}`;
  const base = { file, async: false, generator: false, static: false, params: 0, usage: 'declared' as const, escapes: false, exported: true, reach: spec.reach ?? 'production' as const, reachedBy: [] };
  return [
    { ...base, id: id(undefined), name: '', kind: 'module', parent: null, place: place(file, 1, spec.lines) },
    ...named.map(([name, { lines, parent, ...over }]): FunctionNode => ({ ...base, id: id(name), name, kind: 'function', place: place(file, ...lines), ...over, parent: id(parent) })),
  ];
}

export function buildProgram(spec: ProgramSpec): Program {
  const functions = Object.entries(spec.files).flatMap(([file, fileSpec]) => functionsOf(file, fileSpec));
  const find = (where: string): FunctionNode => {
    const [file, name = ''] = where.trim().split(':');
    const found = functions.find((fn) => fn.file === file && fn.name === name);
    if (!found) throw new Error(`the test names a function that it did not declare: ${where}`);
    return found;
  };
  const call = ([way, over]: [string, CallSpec]): CallEdge => {
    const [from, to] = way.split('>').map(find);
    if (!from || !to) throw new Error(`not a call: ${way}`);
    const at = place(from.file, over.line ?? from.place.line);
    return { from: from.id, to: to.id, at, range: [at.start, at.end], kind: 'call', confidence: 'certain', position: 'body', result: 'used', loops: 0, conditional: false, ...over };
  };
  return {
    root: '', name: 'test', env: [], suppressions: [], unknownCalls: 0, functions,
    modules: Object.entries(spec.files).map(([file, one]): ModuleNode => ({
      file, lines: one.lines, module: 'commonjs', reach: one.reach ?? 'production', chain: [],
      imports: (one.imports ?? []).map((to) => ({ to, specifier: to, dynamic: false, typeOnly: false, at: place(file, 1) })),
      packages: (one.packages ?? []).map((name) => ({ name, specifier: name, dynamic: false, typeOnly: false, at: place(file, 1) })),
      unresolved: Array.from({ length: one.unresolved ?? 0 }, () => ({ specifier: './gone.js', at: place(file, 1) })),
    })),
    edges: Object.entries(spec.calls ?? {}).map(call),
    entryPoints: (spec.entryPoints ?? []).map(({ in: where, ...entry }) => {
      const fn = find(where);
      return { file: fn.file, fn: fn.id, at: fn.place, source: 'test', ...entry };
    }),
    sites: (spec.sites ?? []).map(({ in: where, line, ...over }): Site => {
      const fn = find(where);
      const at = place(fn.file, line);
      return { id: `${fn.file}:${at.start}`, at, range: [at.start, at.end], fn: fn.id, kind: 'call', args: [], callers: [], reach: fn.reach, reachedBy: [], result: 'used', topLevel: false, afterResponse: false, loops: 0, conditional: false, guards: [], tried: false, ...over };
    }),
    resources: (spec.resources ?? []).map((over): Resource => ({ kind: 'files', pattern: over.id, persistence: 'durable', lifetime: 'forever', writes: 'replace', readers: 'later-request', reasons: [], sites: [], ...over })),
    state: (spec.state ?? []).map(({ line, changedAt = [], ...over }): StateFact => {
      const at = place(over.file, line);
      return { fn: `${over.file}#0`, shape: 'counter', at, declaredAt: at, mutations: changedAt.map(([file, l]) => place(file, l)), reach: 'production', reachedBy: [], ...over };
    }),
    jobs: (spec.jobs ?? []).map(({ in: where, line, ...over }): JobFact => {
      const fn = find(where);
      return { kind: 'after-response', fn: fn.id, at: place(fn.file, line), entryPoint: null, what: 'work', reach: 'production', reasons: [], ...over };
    }),
    packages: (spec.packages ?? []).map(({ importedAt = [], ...over }): PackageFact => ({
      version: '1.0.0', direct: true, dev: false, optional: false, native: 'no', broughtInBy: [], reach: 'production', importedBy: importedAt.map(([file, line]) => ({ file, at: place(file, line) })), ...over,
    })),
    host: (spec.host ?? []).map((over): HostFact => ({ name: over.kind, at: place('service.yaml', 1), ...over })),
  };
}

/** A finding that blocks on Workers and works in a Container, unless told otherwise. */
export function finding(over: Partial<Omit<Finding, 'at'>> & { at: [file: string, line: number]; workers?: Impact; containers?: Impact }): Finding {
  const { at: [file, line], workers = 'blocker', containers = 'none', ...rest } = over;
  return {
    id: `${rest.rule ?? 'rule'}-${file}-${line}`, rule: 'rule', title: 'A rule', area: 'filesystem', verdict: { workers: 'throws', containers: 'works' }, impact: workers,
    impactBy: { workers, containers }, confidence: 'certain', what: 'node:fs.writeFileSync', reasons: [], effort: [1, 2], evidence: [], reachedBy: [], callers: [],
    reach: 'production', function: '', at: { file, line, column: 1 }, ...rest,
  };
}

export function rule(over: Partial<Rule> = {}): Rule {
  return {
    id: 'rule', title: 'A rule', area: 'filesystem', match: {}, verdict: { workers: 'throws', containers: 'works' }, effort: { fixed: [0, 0], site: [1, 2] },
    why: '', instead: '', links: [], examples: { hits: [], misses: [] }, ...over,
  };
}
