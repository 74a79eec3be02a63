/** Sources that package.json names in a field of the program that will load them: `"n8n": { "nodes": [...] }`, `"node-red": { "nodes": { "lamp": "lamp.js" } }`. */
import { type Manifest, textsIn } from '../core/manifest.js';
import type { LoadPattern } from './load-patterns.js';
import { sourceAt } from './loads.js';
import { isTestFile } from './reach.js';
import { sourcePaths } from './source-paths.js';
import type { World } from './world.js';

/** Fields that npm, Node and tools for building, testing and publishing read: what they name is told elsewhere, or does not run in production. */
const OF_TOOLS = new Set([
  'file', 'folder', 'name', 'version', 'type', 'private', 'main', 'module', 'bin', 'exports', 'imports', 'scripts', 'workspaces', 'packageManager', 'oclif', 'files', 'types', 'typings', 'typesVersions', 'browser', 'unpkg', 'jsdelivr',
  'source', 'jsnext:main', 'react-native', 'directories', 'keywords', 'repository', 'author', 'contributors', 'maintainers', 'license', 'licenses', 'bugs', 'homepage', 'description', 'engines', 'os', 'cpu', 'libc', 'publishConfig', 'config', 'funding', 'man',
  'sideEffects', 'style', 'sass', 'overrides', 'resolutions', 'pnpm', 'volta', 'gitHead', 'readme', 'readmeFilename', 'icon', 'build', 'targets', 'alias', 'devEngines', 'gypfile', 'binary', 'np', 'tsd', 'tsup', 'unbuild', 'typedoc', 'release', 'commitlint',
  'jest', 'mocha', 'nyc', 'ava', 'tap', 'c8', 'vitest', 'karma', 'cypress', 'wallaby', 'jasmine', 'eslintConfig', 'eslintIgnore', 'prettier', 'stylelint', 'xo', 'standard', 'semistandard', 'lint-staged', 'husky', 'pre-commit', 'simple-git-hooks', 'gitHooks', 'babel',
  'browserify', 'browserslist', 'postcss', 'parcel', 'size-limit', 'bundlesize', 'nodemonConfig', 'ts-node', 'turbo', 'nx', 'lerna', 'auto', 'storybook', 'flow', 'jsdoc', 'pkg', 'jspm', 'ember', 'angular', 'cordova',
]);

const isOfTools = (field: string): boolean => OF_TOOLS.has(field) || field.startsWith('_') || /dependenc/i.test(field);

const isPath = (text: string): boolean => text.length < 200 && !/[\s*:]/.test(text) && (/\.[cm]?[jt]s$/.test(text) || text.startsWith('./'));

/** Each names one file, as it is written or as it is built from. */
export function ofHostFields(world: World, manifest: Manifest): LoadPattern[] {
  const named = Object.entries(manifest).filter(([field]) => !isOfTools(field)).flatMap(([, value]) => textsIn(value)).filter(isPath).map((text) => text.replace(/^\.\//, ''));
  return [...new Set(named)].flatMap((name): LoadPattern[] => {
    const file = [name, ...sourcePaths(name)].map((one) => sourceAt(world, manifest.folder === '' ? one : `${manifest.folder}/${one}`)).find((found) => found !== undefined);
    return file === undefined || isTestFile(file) ? [] : [{ by: null, file }];
  });
}
