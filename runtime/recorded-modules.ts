/** The esbuild plugins of a diagnosis: the recorder before the app, recorded built-ins, and stand-ins for what cannot be loaded. They decide nothing. */
import path from 'node:path';
import type { OnLoadResult, OnResolveResult, Plugin } from 'esbuild';
import { RECORDER_TEXT } from './call-recorder.js';
import { PLAN_MODULE, RECORDER } from './record-lines.js';

/** What the bundle of a diagnosis has in place of what stops the strict one. */
export interface Workarounds {
  /** Import specifiers that do not resolve, and what workerd would say to them. */
  unresolved: ReadonlyMap<string, string>;
  /** Packages that do not load, by name. */
  packages: ReadonlyMap<string, string>;
  /** Files that cannot be bundled: absolute, or by extension (`.node`). */
  files: ReadonlyMap<string, string>;
}

export const NO_WORKAROUNDS: Workarounds = { unresolved: new Map(), packages: new Map(), files: new Map() };

/** What a Worker may be refused. The rest works or is pure computation. */
const RECORDED = ['fs', 'fs/promises', 'child_process', 'worker_threads', 'cluster', 'net', 'tls', 'dgram', 'http', 'https', 'http2', 'vm', 'crypto', 'timers', 'timers/promises', 'dns', 'dns/promises', 'inspector', 'v8', 'repl', 'readline', 'sqlite', 'os', 'module'];
const BUILTIN = 'cf-migrate-builtin';
const STAND_IN = 'cf-migrate-stand-in';
const ENTRY = 'cf-migrate-entry';

/** As origins are written: `node:fs/promises` is `node:fs.promises`. */
const originOf = (name: string): string => (name === 'cloudflare:sockets' ? name : `node:${name.replace(/^node:/, '').replace(/^fs\/promises$/, 'fs.promises')}`);

function recordBuiltins(build: Parameters<Plugin['setup']>[0], root: string): void {
  build.onResolve({ filter: new RegExp(`^(?:(?:node:)?(?:${RECORDED.join('|')})|cloudflare:sockets)$`) }, ({ path: name, namespace, importer }) => {
    if (namespace === BUILTIN || namespace === RECORDER || importer.includes('/unenv/') || importer.includes('/unenv-preset/')) return null;
    return { path: name, namespace: BUILTIN };
  });
  // CommonJS, so that a name the runtime does not export is undefined when it is used and does not end the whole bundle.
  build.onLoad({ filter: /.*/, namespace: BUILTIN }, ({ path: name }): OnLoadResult => ({
    contents: `import * as names from ${JSON.stringify(name)};\nimport { recordedBuiltin } from ${JSON.stringify(RECORDER)};\nmodule.exports = recordedBuiltin(${JSON.stringify(originOf(name))}, names.default ?? names);`,
    resolveDir: root,
  }));
}

/** Name of the package that a file belongs to: what follows the last node_modules. */
export function packageOfFile(file: string): string | null {
  const after = file.split(path.sep).join('/').split('node_modules/');
  if (after.length < 2) return null;
  const [first = '', second = ''] = (after[after.length - 1] ?? '').split('/');
  return first.startsWith('@') ? `${first}/${second}` : first;
}

/** `@scope/name/part` → `@scope/name`. */
export const packageNamed = (specifier: string): string => specifier.split('/').slice(0, specifier.startsWith('@') ? 2 : 1).join('/');

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');

/** What an import of a file can look like: its name, its folder, its package, or a name of `imports`. */
function specifierOf(file: string): string {
  const { name, dir } = path.parse(file);
  const pack = packageOfFile(file);
  const ways = [`(?:^|/)${escaped(name)}(?:\\.\\w+)?$`, ...(name === 'index' ? [`(?:^|/)${escaped(path.basename(dir))}/?$`, '^\\.\\.?/?$'] : []), ...(pack === null ? ['^[#~@]'] : [`^${escaped(pack)}(?:/|$)`, '^\\.'])];
  return ways.join('|');
}

function standInFor(build: Parameters<Plugin['setup']>[0], { unresolved, packages, files }: Workarounds): void {
  const reasons = new Map<string, string>();
  const stand = (name: string, reason: string): OnResolveResult => {
    reasons.set(name, reason);
    return { path: name, namespace: STAND_IN };
  };
  const names = new Set([...[...unresolved.keys()].map(packageNamed), ...packages.keys()]);
  // Only what can match is asked: a filter is Go, a question to this process for each of thousands of imports is most of a bundle's time.
  if (names.size > 0) {
    build.onResolve({ filter: new RegExp(`^(?:${[...names].map(escaped).join('|')})(?:/|$)`) }, ({ path: specifier, namespace, kind }) => {
      if (namespace === STAND_IN || kind === 'entry-point') return null;
      const reason = unresolved.get(specifier) ?? packages.get(packageNamed(specifier));
      return reason === undefined ? null : stand(specifier, reason);
    });
  }
  const whole = [...files.keys()].filter((file) => path.isAbsolute(file));
  if (whole.length > 0) {
    // Not when it is loaded: in a package of ES modules a .js file could not be the CommonJS module that a stand-in is.
    build.onResolve({ filter: new RegExp(whole.map(specifierOf).join('|')) }, async ({ path: specifier, namespace, kind, resolveDir, importer, pluginData }) => {
      if (namespace === STAND_IN || kind === 'entry-point' || pluginData === STAND_IN || specifier.startsWith('node:')) return null;
      const { path: file, errors } = await build.resolve(specifier, { kind, resolveDir, importer, namespace, pluginData: STAND_IN });
      const reason = errors.length > 0 ? undefined : files.get(file);
      return reason === undefined ? null : stand(shownName(file), reason);
    });
  }
  // Files of a kind, however they are asked for: a folder that is required by a computed name is resolved without plugins.
  for (const [extension, reason] of [...files].filter(([file]) => !path.isAbsolute(file))) {
    build.onLoad({ filter: new RegExp(`${escaped(extension)}$`), namespace: 'file' }, ({ path: found }): OnLoadResult => ({ contents: standInText(shownName(found), reason), loader: 'js', resolveDir: '/' }));
  }
  build.onLoad({ filter: /.*/, namespace: STAND_IN }, ({ path: specifier }): OnLoadResult => ({ contents: standInText(specifier, reasons.get(specifier) ?? `Module not found: ${specifier}`), resolveDir: '/' }));
}

/** From its package on, else its name alone. */
const shownName = (file: string): string => (file.includes('node_modules') ? file.split(path.sep).join('/').replace(/^.*node_modules\//, '') : path.basename(file));

const standInText = (name: string, reason: string): string => `import { standIn } from ${JSON.stringify(RECORDER)};\nmodule.exports = standIn(${JSON.stringify(name)}, ${JSON.stringify(reason)});`;

/** The entry that the strict run bundles, behind the recorder. The function that nobody calls makes the bundler wrap each module, so that it can be loaded again. */
export const RECORDED_ENTRY = `import { observed } from ${JSON.stringify(RECORDER)};\nimport worker from ${JSON.stringify(ENTRY)};\nexport * from ${JSON.stringify(ENTRY)};\nglobalThis.cfMigrateEntry = () => import(${JSON.stringify(ENTRY)});\nexport default observed(worker);\n`;

/** All of it as one plugin. `entry` is the text of the strict run's entry. */
export function diagnosisPlugin(root: string, entry: string, workarounds: Workarounds): Plugin {
  return {
    name: 'diagnosis',
    setup(build) {
      build.onResolve({ filter: new RegExp(`^${RECORDER}$`) }, () => ({ path: RECORDER, namespace: RECORDER }));
      build.onLoad({ filter: /.*/, namespace: RECORDER }, () => ({ contents: RECORDER_TEXT, resolveDir: root }));
      build.onResolve({ filter: new RegExp(`/${escaped(PLAN_MODULE)}$`) }, ({ path: name }) => ({ path: name, external: true }));
      build.onResolve({ filter: new RegExp(`^${ENTRY}$`) }, () => ({ path: ENTRY, namespace: ENTRY }));
      build.onLoad({ filter: /.*/, namespace: ENTRY }, () => ({ contents: entry, resolveDir: root }));
      standInFor(build, workarounds);
      recordBuiltins(build, root);
    },
  };
}
