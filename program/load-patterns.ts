/** Files that a program loads without naming each: globs that its code hands to packages that list files, subpath patterns of `exports`, modules that a setting names. */
import path from 'node:path';
import type { ExprId } from '../core/facts.js';
import { type Manifest, textsIn } from '../core/manifest.js';
import { type CallIndex, callsNamed } from './call-index.js';
import type { LinkedCall } from './edges.js';
import { ofHostFields } from './hosted-files.js';
import { optionOf } from './mounts.js';
import { beside, ofKeptPaths, ofNamedFiles } from './named-files.js';
import { pathText } from './path-text.js';
import { sourcePaths } from './source-paths.js';
import { textsOf } from './text.js';
import { evaluate } from './values.js';
import type { World } from './world.js';

/** `by`: the file whose code names them; null when package.json does. */
export type LoadPattern = { by: string | null } & ({ file: string } | { matches: (file: string) => boolean });

const SOURCES = /\.(?:\{[^}]*\b[cm]?[jt]sx?\b[^}]*\}|[?@+]\([^)]*\b[jt]s\b[^)]*\)|[cm]?[jt]sx?)$/;

const escaped = (text: string): string => text.replace(/[.+^$()|[\]\\]/g, '\\$&');

/** A glob as an expression over whole paths: `**`, `*`, `?` and `{a,b}`. */
export function globExpression(glob: string): RegExp {
  const tokens = glob.replace(/^\.\//, '').replace(/[?@+]\(([^)]*)\)/g, (_, inner: string) => `{${inner.replaceAll('|', ',')}}`).split(/(\*\*\/|\*\*|\*|\?|\{[^{}]*\})/);
  const text = tokens.map((token) => {
    switch (token) {
      case '**/': return '(?:.*/)?';
      case '**': return '.*';
      case '*': return '[^/]*';
      case '?': return '[^/]';
      default: return /^\{.*\}$/s.test(token) ? `(?:${token.slice(1, -1).split(',').map(escaped).join('|')})` : escaped(token);
    }
  });
  return new RegExp(`^${text.join('')}$`);
}

/** The constant folder that `cwd` of the options names; the root where nothing is said. */
function folderOf(world: World, call: LinkedCall): string | null {
  const option = optionOf(world, call, 1, 'cwd');
  if (!option) return '';
  const { text, constant } = pathText(textsOf(world, option.file, option.expr)[0] ?? []);
  if (!constant) return null;
  return text === '.' ? '' : text.replace(/^\.\//, '');
}

function items(world: World, file: string, expr: ExprId): { file: string; expr: ExprId }[] {
  const lists = evaluate(world, file, expr).flatMap((value) => {
    const list = value.v === 'array' ? world.files.get(value.file)?.facts.exprs[value.expr] : undefined;
    return list?.k === 'array' && value.v === 'array' ? list.items.map((item) => ({ file: value.file, expr: item })) : [];
  });
  return lists.length > 0 ? lists : [{ file, expr }];
}

const listsByGlob = (world: World, origin: string): boolean => world.apisOf(origin).some((api) => api.access === 'list' && api.path?.includes('1.cwd') === true);

/** `glob('commands/*.js', { cwd: __dirname })`: what it finds is loaded afterwards, whoever does that. */
function ofGlobs(world: World, call: LinkedCall): LoadPattern[] {
  const given = call.fact.args[0];
  if (given === undefined || !call.origins.some((origin) => listsByGlob(world, origin))) return [];
  const folder = folderOf(world, call);
  return items(world, call.file, given).flatMap((at) => textsOf(world, at.file, at.expr)).flatMap((parts): LoadPattern[] => {
    const { text, constant, roots } = pathText(parts);
    if (!constant || text.startsWith('!') || !text.includes('*') || !SOURCES.test(text)) return [];
    const base = roots.includes('module') || folder === '' ? text : folder === null ? null : `${folder}/${text.replace(/^\.\//, '')}`;
    const expression = base === null ? null : globExpression(base);
    return expression ? [{ by: call.file, matches: (file) => expression.test(file) }] : [];
  });
}

/** `"./jobs/*": "./dist/jobs/*.js"`: every file there is public. A pattern for the whole package says nothing. */
function ofExports({ folder, exports }: Manifest): LoadPattern[] {
  return textsIn(exports).filter((target) => /^\.\/[^*]*\/[^*]*\*/.test(target)).map((target) => {
    const [head = '', ...rest] = `${folder === '' ? '' : `${folder}/`}${target.slice(2)}`.split('*');
    const expression = new RegExp(`^${escaped(head)}.+${escaped(rest.join('*'))}$`);
    return { by: null, matches: (file) => expression.test(file) };
  });
}

/** Commands of the oclif framework lie below a folder, hooks are single files; both are named as they are built. */
function ofOclif(world: World, { folder, oclif }: Manifest): LoadPattern[] {
  const commands = typeof oclif?.commands === 'object' && oclif.commands !== null && 'target' in oclif.commands ? oclif.commands.target : oclif?.commands;
  const names = [...textsIn(commands), ...textsIn(oclif?.hooks)].filter((name) => name.startsWith('./')).map((name) => name.slice(2));
  return names.flatMap((name): LoadPattern[] => {
    const patterns = [name, ...sourcePaths(name)].map((one) => (folder === '' ? one : `${folder}/${one}`)).map((place) => ({ by: null, matches: (file: string) => file === place || file.startsWith(`${place}.`) || file.startsWith(`${place}/`) }));
    return patterns.filter(({ matches }) => [...world.files.keys()].some(matches)).slice(0, 1);
  });
}

const COMMANDS_BELOW = 'commandDir';

/** `yargs.commandDir('./commands')`: the modules of a folder beside the one that calls. */
function ofCommandDir(world: World, call: LinkedCall): LoadPattern[] {
  const facts = world.files.get(call.file)?.facts;
  const named = call.method === COMMANDS_BELOW ? facts?.exprs[call.fact.args[0] ?? -1] : undefined;
  if (named?.k !== 'literal' || typeof named.value !== 'string') return [];
  const folder = path.posix.join(path.posix.dirname(call.file), named.value);
  return [{ by: call.file, matches: (file) => path.posix.dirname(file) === folder }];
}

/** Last name of a specifier that is a property: `import(options.database.type)`. */
function settingOf(world: World, file: string, from: ExprId): string | null {
  const expr = world.files.get(file)?.facts.exprs[from];
  return expr?.k === 'member' ? expr.name : null;
}

/** Relative paths that the program puts into a property of each name. */
function relativePaths(world: World): Map<string, Set<string>> {
  const paths = new Map<string, Set<string>>();
  const put = (name: string, text: string): void => void (paths.get(name) ?? paths.set(name, new Set()).get(name))?.add(text);
  for (const { facts, objects } of world.files.values()) {
    const literals = (id: ExprId, depth = 0): string[] => {
      const expr = facts.exprs[id];
      if (expr?.k === 'literal') return typeof expr.value === 'string' && /^\.{1,2}\/[\w@.-]/.test(expr.value) ? [expr.value] : [];
      return expr?.k === 'any' && depth < 3 ? expr.of.flatMap((one) => literals(one, depth + 1)) : [];
    };
    for (const { name, value } of facts.assignments) if (name !== null) for (const text of literals(value)) put(name, text);
    for (const expr of objects.map((id) => facts.exprs[id])) if (expr?.k === 'object') for (const [name, value] of expr.props) for (const text of literals(value)) put(name, text);
  }
  return paths;
}

/** `settings.type ||= './page.js'` in one file and `import(settings.type)` in another. */
function ofSettings(world: World): LoadPattern[] {
  const asked = [...world.files].flatMap(([file, { facts, computedLoads }]) => computedLoads.map((id) => facts.exprs[id]).flatMap((expr) => {
    const name = expr?.k === 'require' ? settingOf(world, file, expr.from) : null;
    return name === null ? [] : [{ file, name }];
  }));
  if (asked.length === 0) return [];
  const paths = relativePaths(world);
  return asked.flatMap(({ file, name }) => [...(paths.get(name) ?? [])].flatMap((text): LoadPattern[] => {
    const found = beside(world, file, text);
    return found === undefined || found === file ? [] : [{ by: file, file: found }];
  }));
}

const loadPatterns = (world: World, index: CallIndex, manifests: readonly Manifest[], files: ReadonlySet<string>): LoadPattern[] =>
  [...callsNamed(index, (method) => method === COMMANDS_BELOW, (origin) => listsByGlob(world, origin)).flatMap((call) => [...ofGlobs(world, call), ...ofCommandDir(world, call)]), ...manifests.slice(0, 1).flatMap(ofExports), ...manifests.flatMap((manifest) => [...ofOclif(world, manifest), ...ofHostFields(world, manifest)]), ...ofSettings(world), ...ofKeptPaths(world, files), ...ofNamedFiles(world, index.calls, files)];

/** Whether one of the patterns means one of `files`, as far as code names it that is reached. Each file is held against the patterns once. */
export function loadedByPattern(world: World, index: CallIndex, manifests: readonly Manifest[], files: ReadonlySet<string>): (file: string, isReached: (file: string) => boolean) => boolean {
  if (files.size === 0) return () => false;
  const single = new Map<string, (string | null)[]>();
  const wide: { by: string | null; matches: (file: string) => boolean }[] = [];
  for (const pattern of loadPatterns(world, index, manifests, files)) {
    if ('matches' in pattern) wide.push(pattern);
    else single.set(pattern.file, [...(single.get(pattern.file) ?? []), pattern.by]);
  }
  const namers = new Map<string, readonly (string | null)[]>();
  const namersOf = (file: string): readonly (string | null)[] => {
    const known = namers.get(file) ?? [...(single.get(file) ?? []), ...wide.filter(({ matches }) => matches(file)).map(({ by }) => by)];
    namers.set(file, known);
    return known;
  };
  return (file, isReached) => namersOf(file).some((by) => by === null || isReached(by));
}
