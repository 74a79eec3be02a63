/** Packages of the program: direct and locked ones, which of them carry native code, and who brings them in. */
import type { Manifest } from '../core/manifest.js';
import type { ModuleNode, PackageFact } from '../core/program.js';
import type { LockedPackage } from './lockfiles.js';

/** Dependencies that only a package with compiled code has. */
const BUILD_HELPERS = new Set(['bindings', 'node-gyp-build', 'node-gyp-build-optional-packages', 'prebuild-install', 'node-addon-api', 'nan', 'node-pre-gyp', '@mapbox/node-pre-gyp', 'cmake-js', 'pkg-prebuilds', 'node-gyp', '@napi-rs/triples', 'prebuildify-ci']);

/** Known ones, for lock files that do not record it and trees without a lock. Source: the packages' own manifests on npm, read 2026-11. */
const KNOWN = new Set([
  'better-sqlite3', 'sqlite3', '@louislam/sqlite3', 'sharp', 'bcrypt', 'argon2', 'canvas', '@napi-rs/canvas', 'skia-canvas', 'node-sass', 'onnxruntime-node', '@tensorflow/tfjs-node', '@tensorflow/tfjs-node-gpu',
  'node-llama-cpp', 'face-api.js-node', 'hnswlib-node', 'faiss-node', '@lancedb/lancedb', 'vectordb', 'usb', 'serialport', '@serialport/bindings-cpp', 'node-pty', 'robotjs', 'zeromq', 'leveldown', 'classic-level', 'rocksdb', 'lmdb',
  'node-rdkafka', 'oracledb', 'ibm_db', 'couchbase', 'libpq', 'pg-native', 'mysql-libmysqlclient', 'kerberos', 'mongodb-client-encryption', 'snappy', 'lz4', 'node-snap7', 'i2c-bus', 'epoll', 'onoff', 'pigpio', 'rpio', 'ffi-napi', 'ref-napi',
  'libxmljs', 'libxmljs2', 'node-expat', 'nodegit', 'isolated-vm', 'vm2-native', 'sodium-native', 'secp256k1', 'keccak', 'blake3', 'farmhash', 're2', 'microtime', 'heapdump', 'v8-profiler', 'segfault-handler', 'deasync', 'fibers', 'modern-syslog', 'node-hid',
  'unix-dgram', 'raw-socket', 'pcap', 'node-libcurl', 'gl', 'speaker', 'naudiodon', 'node-canvas', '@discordjs/opus', 'node-opus', 'wrtc', '@roamhq/wrtc', 'tree-sitter', 'cpu-features', 'bufferutil', 'utf-8-validate', 'duckdb', '@duckdb/node-api', 'libsql', '@node-rs/argon2', '@node-rs/bcrypt', 'odbc', 'msnodesqlv8', 'tls-sig-api', 'node-windows', 'windows-build-tools', 'gc-stats', 'dtrace-provider', 'sse4_crc32', 'fast-crc32c', 'memwatch-next', 'authenticate-pam',
]);

/** Command-line programs in platform packages: run as a process of their own, loaded by nobody. */
const BINARIES = /^(?:esbuild|turbo|@biomejs\/biome|workerd|wrangler|sass-embedded|@swc\/cli|@bufbuild\/buf|ffmpeg-static|ffprobe-static|puppeteer|playwright|playwright-core|chromedriver|electron|cypress|fsevents|lefthook|oxlint|dprint|bun|deno|@esbuild-kit\/.*|@tailwindcss\/cli|@ast-grep\/cli)$/;

function nativeOf(locked: LockedPackage | undefined, name: string, byName: Map<string, LockedPackage>): { native: PackageFact['native']; nativeReason?: string } {
  if (BINARIES.test(name)) return { native: 'no', nativeReason: 'a program of its own, not loaded into the process' };
  const helper = locked?.dependencies.find((dependency) => BUILD_HELPERS.has(dependency));
  if (helper && locked?.installScript !== false) return { native: 'yes', nativeReason: `depends on ${helper}${locked?.installScript ? ' and has an install script' : ''}` };
  if (KNOWN.has(name)) return { native: 'yes', nativeReason: 'known to be compiled code' };
  if (helper === 'node-gyp-build' || helper === 'bindings' || helper === 'node-gyp-build-optional-packages') return { native: 'yes', nativeReason: `loads its binary through ${helper}` };
  const platform = locked?.optionalDependencies.filter((dependency) => byName.get(dependency)?.platformOnly) ?? [];
  if (platform.length >= 2) return { native: 'yes', nativeReason: `brings a binary per platform (${platform[0]}, …)` };
  if (!locked) return { native: 'unknown', nativeReason: 'no lock file records it' };
  return { native: 'no' };
}

/** Direct dependencies from which `name` can be reached, by following the lock file upwards. */
function origins(locked: readonly LockedPackage[], direct: ReadonlySet<string>): Map<string, string[]> {
  const byName = new Map<string, LockedPackage>();
  for (const item of locked) if (!byName.has(item.name)) byName.set(item.name, item);
  const result = new Map<string, string[]>();
  for (const start of direct) {
    const seen = new Set<string>([start]);
    const queue = [start];
    for (let name = queue.shift(); name !== undefined; name = queue.shift()) {
      const list = result.get(name) ?? [];
      if (list.length < 5) result.set(name, [...list, start]);
      const item = byName.get(name);
      for (const next of [...(item?.dependencies ?? []), ...(item?.optionalDependencies ?? [])]) {
        if (seen.has(next)) continue;
        seen.add(next);
        queue.push(next);
      }
    }
  }
  return result;
}

/** One fact per package name. */
export function packagesOf(manifests: readonly Manifest[], locked: readonly LockedPackage[], modules: readonly ModuleNode[]): PackageFact[] {
  const root = manifests[0];
  const production = new Set(manifests.flatMap((m) => [...Object.keys(m.dependencies ?? {}), ...Object.keys(m.optionalDependencies ?? {})]));
  const development = new Set(manifests.flatMap((m) => Object.keys(m.devDependencies ?? {})));
  const ranges = { ...root?.devDependencies, ...root?.optionalDependencies, ...root?.dependencies, ...Object.assign({}, ...manifests.map((m) => m.dependencies ?? {})) } as Record<string, string>;
  const byName = new Map<string, LockedPackage>();
  for (const item of locked) if (!byName.has(item.name)) byName.set(item.name, item);
  const broughtIn = origins(locked, new Set([...production, ...development]));
  const imported = new Map<string, PackageFact['importedBy']>();
  const reach = new Map<string, PackageFact['reach']>();
  for (const module of modules) {
    for (const item of module.packages) {
      if (item.name.startsWith('node:') || item.typeOnly) continue;
      imported.set(item.name, [...(imported.get(item.name) ?? []), { file: module.file, at: item.at }]);
      if (reach.get(item.name) !== 'production') reach.set(item.name, module.reach);
    }
  }
  const all = new Set([...production, ...development, ...byName.keys(), ...imported.keys()]);
  return [...all].sort().map((name): PackageFact => {
    const item = byName.get(name);
    const by = (broughtIn.get(name) ?? []).filter((d) => d !== name);
    const dev = !production.has(name) && (development.has(name) || item?.dev === true || (by.length > 0 && by.every((d) => development.has(d) && !production.has(d))));
    return {
      name,
      version: item?.version ?? cleanRange(ranges[name]),
      direct: production.has(name) || development.has(name),
      dev,
      optional: item?.optional ?? false,
      ...nativeOf(item, name, byName),
      broughtInBy: by,
      importedBy: imported.get(name) ?? [],
      reach: reach.get(name) ?? (dev ? 'build' : 'production'),
    };
  });
}

/** `^4.17.1` → `4.17.1`: the lowest version the range allows, when it is plain. */
const cleanRange = (range: string | undefined): string | null => /^[~^>=v\s]*(\d+(?:\.\d+){0,2}[\w.-]*)/.exec(range ?? '')?.[1] ?? null;
