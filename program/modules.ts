/** The module graph: what each file loads, locally, from packages, or not to be found; folders loaded by a computed name are followed where their prefix is constant. */
import type { ExprId, FileFacts } from '../core/facts.js';
import { BY_PATH, type ModuleNode } from '../core/program.js';
import { computedModules } from './computed-loads.js';
import type { Load } from './loads.js';
import { type Part, pathText } from './path-text.js';
import { isTestFile } from './reach.js';
import { textsOf } from './text.js';
import { type World, parameterKey } from './world.js';

export type BareModule = Omit<ModuleNode, 'reach' | 'chain'>;

const globOf = (text: string): RegExp => new RegExp(`^${text.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&')).join('.+')}(?:\\.[cm]?[jt]sx?|/index\\.[cm]?[jt]sx?)?$`);

/** A word of the command line, a variable or a setting in the middle of a path may be any name. */
const anyName = (parts: Part[]): Part[] => parts.map((part, i) => (typeof part === 'string' || i === 0 ? part : { kind: 'unknown' }));

/** `'./commands/' + options.input[0]`: what lies in what a caller hands over is hardly known of all callers, though it may be of some. */
function isOpen(facts: FileFacts, id: ExprId, inside = false): boolean {
  const expr = facts.exprs[id];
  switch (expr?.k) {
    case 'template': return expr.parts.some((part) => isOpen(facts, part));
    case 'call': return (facts.calls[expr.call]?.args ?? []).some((arg) => isOpen(facts, arg));
    case 'member':
    case 'index': return isOpen(facts, expr.object, true);
    case 'binding': return inside && facts.bindings[expr.binding]?.param !== undefined;
    default: return false;
  }
}

/** Files that `require('./models/' + name)` may load. */
function computedTargets(world: World, file: string, folder: string): { to: string; at: ModuleNode['imports'][number]['at'] }[] {
  const { facts, computedLoads } = world.files.get(file) ?? {};
  const place = facts?.imports.find((fact) => fact.specifier === null)?.place;
  if (!facts || !computedLoads || !place) return [];
  const found = new Map(computedLoads.flatMap((id) => loadedFrom(world, file, folder, id)).map((to) => [to, { to, at: place }]));
  return [...found.values()];
}

function loadedFrom(world: World, file: string, folder: string, id: ExprId): string[] {
  const facts = world.files.get(file)?.facts;
  const expr = facts?.exprs[id];
  if (!facts || expr?.k !== 'require' || facts.exprs[expr.from] === undefined) return [];
  const named = generalised(sourceTexts(world, file, expr.from)).map(anyName).flatMap((parts) => {
    const path = pathText(parts);
    const relative = path.text.startsWith('.') || (!path.roots.includes('module') && !path.text.startsWith('/'));
    const text = relative && typeof parts[0] === 'string' && parts[0].startsWith('.') ? pathText([folder === '' ? '' : `${folder}/`, ...parts]).text : path.text;
    if (!/[a-z]/i.test(text.split('*')[0] ?? '')) return [];
    const pattern = globOf(text);
    return [...world.files.keys()].filter((candidate) => candidate !== file && pattern.test(candidate) && !isTestFile(candidate));
  });
  return isOpen(facts, expr.from) ? [...named, ...computedModules(world, file, expr.from)] : named;
}

/** As many texts as are followed: there may be more, in the same folder as these. */
const MANY_TEXTS = 6;

function generalised(texts: Part[][]): Part[][] {
  const [first] = texts.map((parts) => (typeof parts[0] === 'string' ? parts[0] : ''));
  const folder = first?.slice(0, first.lastIndexOf('/') + 1);
  const alike = folder !== undefined && folder.length > 2 && texts.every((parts) => typeof parts[0] === 'string' && parts[0].startsWith(folder));
  return texts.length >= MANY_TEXTS && alike ? [...texts, [folder, { kind: 'unknown' }]] : texts;
}

/** How far a specifier is handed from function to function. */
const MAX_HANDED = 4;

/** The texts of a computed specifier; one that is a parameter is what the callers pass, or what theirs passed to them. */
function sourceTexts(world: World, file: string, from: number, handed = 0): Part[][] {
  return textsOf(world, file, from).flatMap((parts) => {
    const only = parts.length === 1 ? parts[0] : undefined;
    if (typeof only !== 'object' || only.kind !== 'argument' || handed > MAX_HANDED) return [parts];
    return (world.parameters.get(parameterKey(only.file, only.fn, only.index)) ?? []).flatMap((given) => sourceTexts(world, given.file, given.expr, handed + 1));
  });
}

export function modulesOf(world: World, loads: readonly Load[]): BareModule[] {
  const loadsFrom = new Map<string, Load[]>();
  for (const load of loads) loadsFrom.set(load.from, [...(loadsFrom.get(load.from) ?? []), load]);
  return [...world.files].map(([file, { facts }]): BareModule => {
    const module: BareModule = { file, lines: facts.lines, module: facts.module, imports: [], packages: [], unresolved: [] };
    for (const fact of facts.imports) {
      const at = fact.place;
      if (fact.specifier === null) {
        module.unresolved.push({ specifier: null, at });
        continue;
      }
      const resolution = world.resolve(file, fact.specifier);
      const dynamic = fact.kind === 'dynamic' || (fact.kind === 'require' && fact.fn !== 0);
      const shared = { specifier: fact.specifier, dynamic, typeOnly: fact.typeOnly, at };
      if (resolution.kind === 'file') module.imports.push({ to: resolution.file, ...shared });
      else if (resolution.kind === 'builtin') module.packages.push({ name: resolution.name, ...shared });
      else if (resolution.kind === 'package') module.packages.push({ name: resolution.name, ...shared });
      else if (resolution.kind === 'unresolved' && fact.kind !== 'resolve') module.unresolved.push({ specifier: fact.specifier, at });
    }
    const folder = file.includes('/') ? file.slice(0, file.lastIndexOf('/')) : '';
    for (const { to, at } of computedTargets(world, file, folder)) module.imports.push({ to, specifier: '(computed)', dynamic: true, typeOnly: false, at });
    for (const { to, at } of loadsFrom.get(file) ?? []) module.imports.push({ to, specifier: BY_PATH, dynamic: true, typeOnly: false, at });
    return module;
  });
}
