/** Where the source of a built file may stand: commands and manifests name what the build makes (`dist/main.js`), the project holds `src/main.ts`. */

const BUILT = new Set(['dist', 'build', 'lib', 'out', 'output', 'compiled', '.build', 'cjs', 'esm']);
const SOURCES = ['src', 'source', 'lib', 'app', 'server', ''];

const without = (file: string): string => file.replace(/\.[cm]?js$/, '');

/** Paths to look for when `file` itself is not there, likeliest first; none for a file outside of a build folder. */
export function sourcePaths(file: string): string[] {
  const clean = file.replace(/^\.?\//, '');
  const [top = '', ...rest] = clean.split('/');
  if (!BUILT.has(top) || rest.length === 0) return [];
  // `dist/src/main.js`: the build kept the folder of the sources. `dist/esm/main.js`: one folder per format.
  const below = rest[0] !== undefined && BUILT.has(rest[0]) && rest.length > 1 ? [rest.slice(1).join('/')] : [];
  return [rest.join('/'), ...below].flatMap((path) => [...(path.startsWith('src/') ? [path] : []), ...SOURCES.filter((folder) => folder !== top).map((folder) => (folder === '' ? path : `${folder}/${path}`))]).map(without);
}
