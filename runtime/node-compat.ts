/**
 * The esbuild plugin that gives a Worker its Node built-ins: workerd's own where it has them at the compatibility date,
 * unenv's stand-ins elsewhere. Resolves names only; what the stand-ins do is unenv's business.
 * The order of answers is that of wrangler 4's plugin for nodejs_compat (workers-sdk, deployment-bundle/esbuild-plugins/hybrid-nodejs-compat).
 */
import { createRequire } from 'node:module';
import path from 'node:path';
import type { OnLoadResult, Plugin, PluginBuild } from 'esbuild';
import type { BundlerPackages } from './packages.js';

const REQUIRED_BUILTIN = 'required-builtin';
const REQUIRED_STANDIN = 'required-standin';
const GLOBALS = 'worker-globals';

interface Environment {
  alias: Readonly<Record<string, string>>;
  inject: Readonly<Record<string, string | readonly string[]>>;
  polyfill: readonly string[];
  external: readonly string[];
}

function environmentAt(packages: BundlerPackages, compatibilityDate: string, compatibilityFlags: string[]): Environment {
  const preset = packages.preset.getCloudflarePreset({ compatibilityDate, compatibilityFlags });
  // The real `debug` works; unenv's stand-in would silence it.
  return packages.unenv.defineEnv({ presets: [preset, { alias: { debug: 'debug' } }], npmShims: true }).env;
}

/** Resolves the names that the environment points at; both packages may refer to themselves. Null: not ours to resolve. */
function standInResolver(folders: BundlerPackages['folders']): (target: string) => string | null {
  const fromUnenv = createRequire(path.join(folders.unenv, 'package.json'));
  const fromPreset = createRequire(path.join(folders.preset, 'package.json'));
  return (target) => {
    if (target.startsWith('unenv/')) return fromUnenv.resolve(target);
    if (target.startsWith('@cloudflare/unenv-preset/')) return fromPreset.resolve(target);
    return null;
  };
}

const escaped = (names: string[]): string => names.map((name) => name.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')).join('|');

/** `require('fs')` of a module that can only be imported: a small CommonJS module around the import. */
function answerRequiredBuiltins(build: PluginBuild, builtins: readonly string[]): void {
  build.onResolve({ filter: new RegExp(`^(?:${escaped([...builtins])}|node:.+)$`) }, ({ path: name, kind }) =>
    kind === 'require-call' ? { path: name, namespace: REQUIRED_BUILTIN } : null,
  );
  build.onLoad({ filter: /.*/, namespace: REQUIRED_BUILTIN }, ({ path: name }): OnLoadResult => ({
    contents: `import builtin from ${JSON.stringify(name)};\nmodule.exports = builtin;`,
    resolveDir: process.cwd(),
  }));
}

/**
 * A stand-in of an npm package, required: default export first, named exports on top. The module keeps the stand-in's
 * bare name, because a path that ends in .mjs would forbid `module.exports`.
 */
function answerRequiredStandIns(build: PluginBuild, resolve: (target: string) => string | null): void {
  build.onLoad({ filter: /.*/, namespace: REQUIRED_STANDIN }, ({ path: target }): OnLoadResult => ({
    contents: [
      `import * as standIn from ${JSON.stringify(resolve(target))};`,
      'const exported = standIn.default ?? {};',
      "for (const name of Object.keys(standIn)) if (name !== 'default') Object.defineProperty(exported, name, { value: standIn[name], enumerable: true, configurable: true });",
      'module.exports = exported;',
    ].join('\n'),
    resolveDir: process.cwd(),
  }));
}

function answerAliases(build: PluginBuild, environment: Environment, resolve: (target: string) => string | null): void {
  const known = new Map<string, string>();
  for (const [name, target] of Object.entries(environment.alias)) {
    if (environment.external.includes(target)) known.set(name, target);
    else if (resolve(target) !== null) known.set(name, target);
  }
  build.onResolve({ filter: new RegExp(`^(?:${escaped([...known.keys()])})$`) }, ({ path: name, kind }) => {
    const target = known.get(name);
    if (target === undefined) return null;
    if (environment.external.includes(target)) return { path: target, external: true };
    const file = resolve(target);
    if (file === null) return null;
    return kind === 'require-call' && /^unenv\/(?:npm|mock)\//.test(target) ? { path: target, namespace: REQUIRED_STANDIN } : { path: file };
  });
}

/** `process`, `Buffer`, timers and the like, set on globalThis before anything else runs. */
function injectGlobals(build: PluginBuild, environment: Environment, resolve: (target: string) => string | null): void {
  const lines: string[] = [];
  Object.entries(environment.inject).forEach(([name, source], index) => {
    const [module, exported] = typeof source === 'string' ? [source, 'default'] : [source[0] ?? '', source[1] ?? 'default'];
    lines.push(`import { ${exported} as value${index} } from ${JSON.stringify(module)}; globalThis[${JSON.stringify(name)}] = value${index};`);
  });
  const polyfills = environment.polyfill.map((target) => resolve(target) ?? target);
  build.initialOptions.inject = [...(build.initialOptions.inject ?? []), GLOBALS, ...polyfills];
  build.onResolve({ filter: new RegExp(`^${GLOBALS}$`) }, () => ({ path: GLOBALS, namespace: GLOBALS }));
  build.onLoad({ filter: /.*/, namespace: GLOBALS }, () => ({ contents: lines.join('\n'), resolveDir: process.cwd() }));
}

/** `alias` of the wrangler configuration. A plugin, because esbuild's own aliases come after plugins, and these must win over stand-ins. */
export function aliasPlugin(alias: Record<string, string>, root: string): Plugin {
  return {
    name: 'alias',
    setup(build) {
      const names = Object.keys(alias);
      if (names.length === 0) return;
      build.onResolve({ filter: new RegExp(`^(?:${escaped(names)})$`) }, ({ path: name, kind, pluginData }) => {
        const target = alias[name];
        if (target === undefined || pluginData === 'alias') return null;
        return build.resolve(target, { resolveDir: root, kind, pluginData: 'alias' });
      });
    },
  };
}

/** The plugin for one compatibility date. `flags` are the compatibility flags, nodejs_compat among them. */
export function nodeCompatPlugin(packages: BundlerPackages, compatibilityDate: string, flags: string[]): Plugin {
  return {
    name: 'node-compat',
    setup(build) {
      const environment = environmentAt(packages, compatibilityDate, flags);
      const resolve = standInResolver(packages.folders);
      answerRequiredBuiltins(build, packages.preset.nonPrefixedNodeModules);
      answerAliases(build, environment, resolve);
      answerRequiredStandIns(build, resolve);
      injectGlobals(build, environment, resolve);
    },
  };
}
