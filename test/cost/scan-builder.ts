/** Small scans for tests of the cost room: name what matters, the rest is empty. */
import type { PlannedResource, Plan } from '../../core/plan.js';
import type { HostFact, Interval, JobFact, Resource } from '../../core/program.js';
import { SCAN_SCHEMA, type Finding, type Scan } from '../../core/scan.js';

type Entry = Scan['entryPoints'][number];
type Metered = Scan['metered'][number];

export interface ScanSpec {
  /** `GET /settings`, `cron 0 3 * * *`, `start src/server.js`, `timer every 60000 ms`. */
  entries?: string[];
  sites?: { at: string; access?: string; resource?: string; meter?: string; operations?: number; reachedBy?: Record<string, Interval> }[];
  resources?: { id: string; pattern?: string; kind?: Resource['kind'] }[];
  host?: { kind: HostFact['kind']; value: string; name?: string; file?: string }[];
  jobs?: { entryPoint: string | null; kind?: JobFact['kind']; what?: string }[];
  findings?: Partial<Finding>[];
  blockingSites?: number;
}

const at = (place: string): { file: string; line: number; column: number } => {
  const [file = '', line = '1'] = place.split(':');
  return { file, line: Number(line), column: 1 };
};

function entry(id: string, index: number): Entry {
  const [head = '', ...rest] = id.split(' ');
  const tail = rest.join(' ');
  const base = { id, file: 'src/server.js', line: index + 10, source: 'test' };
  if (/^(?:[A-Z]+|\*)$/.test(head)) return { ...base, kind: 'http', method: head, route: tail };
  return head === 'cron' || head === 'timer' ? { ...base, kind: head, schedule: tail } : { ...base, kind: head };
}

const site = (spec: NonNullable<ScanSpec['sites']>[number], index: number): Metered => ({
  site: `${spec.at}#${index}`,
  origin: 'node:fs.readFileSync',
  at: at(spec.at),
  resource: spec.resource ?? '',
  access: spec.access ?? (spec.resource === undefined ? '' : 'read'),
  meters: spec.meter === undefined ? [] : [{ rule: 'some-rule', meter: spec.meter, operations: spec.operations ?? 1 }],
  reachedBy: Object.entries(spec.reachedBy ?? {}).map(([entryPoint, calls]) => ({ entryPoint, calls })),
});

export function scanOf(spec: ScanSpec = {}): Scan {
  const readiness = { class: 'no-blocker' as const, headline: '', counts: { automated: 0, decisions: 0, containerModules: 0, unknown: 0 }, reasons: [] };
  return {
    schema: SCAN_SCHEMA, tool: { name: 'cf-migrate', version: '0' }, rules: { version: '0', count: 0, disabled: [] }, target: 'auto',
    compatibilityDate: { date: '2026-11-17', source: 'test' }, root: '/app', name: 'app',
    coverage: { files: 1, parsed: 1, outlined: 0, skipped: 0, imports: { resolved: 0, unresolved: 0, computed: 0 }, calls: { followed: 0, unknown: 0 }, lines: 1, parser: { oxc: 1, babel: 0 }, complete: true, incompleteBecause: [], trust: 'full', warnings: [] },
    entryPoints: (spec.entries ?? []).map(entry),
    modules: [], files: [], findings: (spec.findings ?? []) as Finding[], suppressed: [], skipped: [],
    resources: (spec.resources ?? []).map(({ id, pattern = id, kind = 'files' }) => ({ id, pattern, kind, persistence: 'durable', lifetime: 'forever', writes: 'replace', readers: 'later-request', reasons: [], sites: [] })),
    packages: [], state: [],
    jobs: (spec.jobs ?? []).map(({ entryPoint, kind = 'after-response', what = 'runJob' }) => ({ kind, fn: 'src/jobs.js#1', at: { ...at('src/jobs.js:7'), start: 0, end: 0 }, entryPoint, what, reach: 'production', reasons: [] })),
    host: (spec.host ?? []).map(({ kind, value, name = kind, file = 'service.yaml' }) => ({ kind, name, value, at: { ...at(`${file}:3`), start: 0, end: 0 } })),
    metered: (spec.sites ?? []).map(site),
    score: {
      readiness: { workers: readiness, containers: readiness },
      blocking: { workers: { sites: spec.blockingSites ?? 0, of: 10 }, containers: { sites: 0, of: 10 } },
      effortDays: { workers: [0, 0], containers: [0, 0] }, value: { workers: 0, containers: 0 }, formula: '', rewrite: { lines: 0, of: 1, percent: 0 },
    },
  };
}

export interface PlanSpec {
  move?: Plan['disposition']['move'];
  resources?: (Partial<PlannedResource> & { resource: string; target: PlannedResource['target'] })[];
  containerModules?: string[];
}

export function planOf(spec: PlanSpec = {}): Plan {
  return {
    schema: 1, codemod: null, target: 'workers',
    disposition: { move: spec.move ?? 'worker', reasons: [{ text: 'test' }], containerModules: (spec.containerModules ?? []).map((file) => ({ file, reason: 'loads a native add-on' })) },
    resources: (spec.resources ?? []).map((over) => ({ pattern: over.resource, kind: 'files', persistence: null, reason: '', instead: [], codemod: null, sites: [], ...over })),
    components: [], byHand: [], bindings: [], dependencies: { remove: [], add: [], keep: [] }, waves: [], decisions: [],
  };
}
