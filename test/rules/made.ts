/** Programs and rules made by hand, so that judging can be tested without linking. */
import type { Place } from '../../core/facts.js';
import type { FunctionNode, PackageFact, Program, Site, StorageUse } from '../../core/program.js';
import type { Rule, RulePack } from '../../core/rules.js';

export const place = (line: number, file = 'src/app.js'): Place => ({ file, line, column: 3, start: line * 100, end: line * 100 + 10 });

export const storage = (more: Partial<StorageUse> = {}): StorageUse => ({
  path: { text: 'data/settings.json', constant: true, roots: ['cwd'] },
  resource: 'files:data/settings.json',
  access: 'write',
  persistence: 'durable',
  lifetime: 'forever',
  writes: 'replace',
  readers: 'later-request',
  reasons: ['it is written and read again'],
  ...more,
});

export const site = (line: number, origin: string, more: Partial<Site> = {}): Site => {
  const at = more.at ?? place(line);
  return {
    id: `${at.file}:${at.start}`, at, range: [at.start, at.start + 40], fn: `${at.file}#1`, origin, kind: 'call', args: [], callers: [], reach: 'production', reachedBy: [],
    result: 'used', topLevel: false, afterResponse: false, loops: 0, conditional: false, guards: [], tried: false, ...more,
  };
};

export const fn = (id: string, name: string, more: Partial<FunctionNode> = {}): FunctionNode => ({
  id, file: id.split('#')[0] ?? '', name, kind: name === '' ? 'module' : 'function', async: false, generator: false, static: false, parent: null, params: 0, usage: 'declared',
  escapes: false, exported: false, place: { file: id.split('#')[0] ?? '', line: 1, column: 1, start: 0, end: 100000 }, reach: 'production', reachedBy: [], ...more,
});

export const packageFact = (name: string, more: Partial<PackageFact> = {}): PackageFact => ({
  name, version: '1.0.0', direct: true, dev: false, optional: false, native: 'no', broughtInBy: [], importedBy: [], reach: 'production', ...more,
});

export const program = (more: Partial<Program> = {}): Program => ({
  root: '/app', name: 'app',
  modules: [{ file: 'src/app.js', lines: 50, module: 'commonjs', reach: 'production', imports: [], packages: [], unresolved: [], chain: ['src/app.js'] }],
  functions: [fn('src/app.js#0', ''), fn('src/app.js#1', 'save', { parent: 'src/app.js#0' })],
  edges: [], entryPoints: [], sites: [], resources: [], state: [], jobs: [], packages: [], host: [], env: [], suppressions: [], unknownCalls: 0, ...more,
});

export const rule = (id: string, match: Rule['match'], more: Partial<Rule> = {}): Rule => ({
  id, title: id, area: 'filesystem', match, verdict: { workers: 'throws', containers: 'ephemeral' }, effort: { fixed: [1, 2], site: [0.5, 1] }, why: 'because', instead: 'something else',
  links: [{ source: 'a test', date: '2026-11-21' }], examples: { hits: ['a'], misses: ['b', 'c'] }, ...more,
});

export const pack = (...rules: Rule[]): RulePack => ({ schema: 1, version: 'test', compatibilityDate: '2026-11-17', provedWith: {}, rules, harmless: [] });
