// Runs after tsc: puts the modules of each verb into a few files, so that a command starts without opening four hundred. `--watch` keeps them current.
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build, context } from 'esbuild';

const file = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));

/** Small libraries that every scan needs. All others are loaded from node_modules by the verb that uses them. */
const INLINED = ['zod', 'yaml', 'semver', 'commander', 'ignore', 'jsonc-parser', 'picocolors', 'cli-table3', 'smol-toml'];

const externals = {
  name: 'externals',
  setup({ onResolve }) {
    onResolve({ filter: /^[^./]/ }, ({ path, kind, resolveDir }) => {
      if (kind === 'entry-point') return null;
      const name = path.split('/').slice(0, path.startsWith('@') ? 2 : 1).join('/');
      const inside = resolveDir.includes('node_modules') || INLINED.includes(name);
      return inside && !path.startsWith('node:') ? null : { path, external: true };
    });
  },
};

const options = {
  absWorkingDir: file('.'),
  entryPoints: { main: file('commands/main.ts') },
  outdir: file('dist/bundle'),
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  mainFields: ['module', 'main'],
  chunkNames: '[name]-[hash]',
  plugins: [externals],
  // CommonJS packages ask for builtins by `require`.
  banner: { js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);" },
  logLevel: 'warning',
};

/** What `trace` has every Node process load first: one file of its own, since it stands in other people's programs. */
const recorder = { absWorkingDir: file('.'), entryPoints: { 'trace-recorder': file('runtime/tracing/recorder.ts') }, outdir: file('dist/bundle'), outExtension: { '.js': '.cjs' }, bundle: true, format: 'cjs', platform: 'node', target: 'node20.19', logLevel: 'warning' };

rmSync(file('dist/bundle'), { recursive: true, force: true });
for (const one of [options, recorder]) {
  if (process.argv.includes('--watch')) await (await context(one)).watch();
  else await build(one);
}
