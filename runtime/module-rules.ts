/** Modules that are no JavaScript (text, data, WebAssembly): kept beside the bundle as wrangler keeps them, by its default rules and the project's own. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Plugin } from 'esbuild';
import fastGlob from 'fast-glob';
import type { ModuleRule } from './wrangler-config.js';

export type ModuleType = 'ESModule' | 'CommonJS' | 'Text' | 'Data' | 'CompiledWasm' | 'PythonModule' | 'PythonRequirement';

export interface WorkerModule {
  type: ModuleType;
  /** Name in the bundle: what `import` and `/bundle/NAME` find. */
  path: string;
  contents: string | Uint8Array;
}

/** wrangler's defaults: https://developers.cloudflare.com/workers/wrangler/configuration/#bundling */
const DEFAULTS: ModuleRule[] = [
  { type: 'Text', globs: ['**/*.txt', '**/*.html', '**/*.sql'] },
  { type: 'Data', globs: ['**/*.bin'] },
  { type: 'CompiledWasm', globs: ['**/*.wasm', '**/*.wasm?module'] },
];

/** A project rule replaces later rules of its type unless it says `fallthrough`. */
export function rulesInForce(own: ModuleRule[]): ModuleRule[] {
  const closed = new Set<string>();
  return [...own, ...DEFAULTS].filter((rule) => {
    if (closed.has(rule.type)) return false;
    if (!rule.fallthrough) closed.add(rule.type);
    return true;
  });
}

/** A glob over import specifiers: as in wrangler, any run of stars matches across slashes. */
const specifierPattern = (glob: string): RegExp =>
  new RegExp(`${glob.replace(/^\*\*\//, '').replace(/[.+?^${}()|[\]\\]/g, '\\$&').replace(/\*+/g, '.*')}$`);

const isScript = (rule: ModuleRule): boolean => rule.type === 'ESModule' || rule.type === 'CommonJS';

const contentsOf = (type: ModuleType, file: string): string | Uint8Array =>
  type === 'Data' || type === 'CompiledWasm' ? new Uint8Array(readFileSync(file)) : readFileSync(file, 'utf8');

/** Files that ship although no import names them: `find_additional_modules` of wrangler. */
export function additionalModules(folder: string, rules: ModuleRule[]): WorkerModule[] {
  const modules = new Map<string, WorkerModule>();
  for (const rule of rules) {
    const files = fastGlob.sync(rule.globs, { cwd: folder, onlyFiles: true, ignore: ['**/node_modules/**', '**/.git/**', '**/.wrangler/**'] });
    for (const file of files.sort()) {
      if (!modules.has(file)) modules.set(file, { type: rule.type, path: file, contents: contentsOf(rule.type, path.join(folder, file)) });
    }
  }
  return [...modules.values()];
}

/** Collects what the sources import. `shipped` are modules already added, by path inside `folder`. */
export function moduleRulesPlugin(rules: ModuleRule[], folder: string, shipped: WorkerModule[], collect: (module: WorkerModule) => void): Plugin {
  const names = new Set(shipped.map((module) => module.path));
  return {
    name: 'module-rules',
    setup(build) {
      for (const rule of rules.filter((one) => !isScript(one))) {
        for (const glob of rule.globs) {
          build.onResolve({ filter: specifierPattern(glob) }, async ({ path: specifier, resolveDir, kind, pluginData }) => {
            if (pluginData === 'module-rules' || kind === 'entry-point') return null;
            const resolved = await build.resolve(specifier.replace(/\?module$/, ''), { resolveDir, kind, pluginData: 'module-rules' });
            if (resolved.errors.length > 0) return { errors: resolved.errors };
            const inside = path.relative(folder, resolved.path).split(path.sep).join('/');
            if (names.has(inside)) return { path: `./${inside}`, external: true };
            const contents = contentsOf(rule.type, resolved.path);
            const name = `${createHash('sha1').update(contents).digest('hex')}-${path.basename(resolved.path)}`;
            collect({ type: rule.type, path: name, contents });
            return { path: `./${name}`, external: true };
          });
        }
      }
    },
  };
}
