/**
 * Files and folders that ship with the program and are handed to somebody who can only read them: a package of which nothing is known, or, in
 * its environment, another program. Code among them is loaded, not read, and is no matter of this.
 */
import type { ExprId } from '../core/facts.js';
import { rememberedBy } from './call-index.js';
import type { LinkedCall } from './edges.js';
import { pathText } from './path-text.js';
import { type SiteDraft, draftOf } from './sites.js';
import { textsOf } from './text.js';
import { evaluate } from './values.js';
import type { Value, World } from './world.js';

/** Origin of such a site; apis.yaml says the rest. */
const GIVEN = 'file.given';
/** Outside of the platform, and not what a call returned: `i18n.load`. */
const OF_A_PACKAGE = /^(?!global\b|node:|Array\b|String\b|RegExp\b|console\b|import\.meta)[@\w]/;

/** Whether the path names a file that is no source, or a folder of such files alone. */
export function shippedAssets(sources: readonly string[], others: readonly string[]): (path: string) => boolean {
  const above = (file: string): string[] => file.split('/').slice(0, -1).map((_, i, parts) => parts.slice(0, i + 1).join('/'));
  const withCode = new Set(sources.flatMap(above));
  const assets = new Set(others.flatMap((file) => [file, ...above(file)]));
  return (path) => assets.has(path) && !withCode.has(path);
}

/** Files whose own place is asked for: only there can a path begin with it. */
const anchored = (world: World): Set<string> =>
  new Set([...world.files].flatMap(([file, { asksPlace }]) => (asksPlace ? [file] : [])));

/** The expression is the path of such a file, made from the place of its module. */
function namesAsset(world: World, file: string, id: ExprId, isAsset: (path: string) => boolean): boolean {
  const kind = world.files.get(file)?.facts.exprs[id]?.k;
  if (kind !== 'call' && kind !== 'template' && kind !== 'binding') return false;
  const path = pathText(textsOf(world, file, id)[0] ?? []);
  return path.constant && path.roots.includes('module') && isAsset(path.text);
}

/** Which argument names such a file: its index, or with the property of an options object. */
function givenAt(world: World, { file, fact }: LinkedCall, isAsset: (path: string) => boolean): number | string | undefined {
  for (const [i, arg] of fact.args.entries()) {
    const expr = world.files.get(file)?.facts.exprs[arg];
    const prop = expr?.k === 'object' ? expr.props.find(([, value]) => namesAsset(world, file, value, isAsset)) : undefined;
    if (prop) return `${i}.${prop[0]}`;
    if (expr?.k !== 'object' && namesAsset(world, file, arg, isAsset)) return i;
  }
  return undefined;
}

/** A package of which nothing is known; what a call of it made counts as known. */
const isUnknownPackage = ({ targets, values }: LinkedCall, isUnknown: (origin: string) => boolean): boolean =>
  targets.length === 0 && values.length > 0 && values.every((value) => value.v === 'origin' && value.call === undefined && isUnknown(value.id));

/** `process.env`, or a copy of it: spread into an object, or what a call makes of it. */
function isEnvironment(world: World, file: string, id: ExprId): boolean {
  const isEnv = (value: Value): boolean => value.v === 'origin' && value.id === 'node:process.env';
  return evaluate(world, file, id).some((value) => {
    if (isEnv(value)) return true;
    if (!('file' in value) || value.file === undefined) return false;
    const facts = world.files.get(value.file)?.facts;
    const object = value.v === 'object' ? facts?.exprs[value.expr] : undefined;
    const copied = value.v === 'origin' && value.call !== undefined ? facts?.calls[value.call]?.args.slice(0, 1) : object?.k === 'object' ? object.spreads : undefined;
    return copied?.some((expr) => evaluate(world, value.file as string, expr).some(isEnv)) ?? false;
  });
}

/** Values put into an environment: `env.X = path`, `{ ...process.env, X: path }`. */
function intoEnvironments(world: World, file: string): ExprId[] {
  const facts = world.files.get(file)?.facts;
  if (!facts) return [];
  const assigned = facts.assignments.filter((fact) => fact.name !== null && facts.exprs[fact.value]?.k === 'call' && isEnvironment(world, file, fact.object)).map((fact) => fact.value);
  const written = (world.files.get(file)?.objects ?? []).map((id) => facts.exprs[id]).flatMap((expr) => (expr?.k === 'object' && expr.props.length > 0 && expr.spreads.length > 0 && expr.spreads.some((spread) => isEnvironment(world, file, spread)) ? expr.props.map(([, value]) => value) : []));
  return [...assigned, ...written];
}

/** Calls that make such a path for an environment, by `file:call`, with the expression of what they make. */
function madeForOthers(world: World, files: ReadonlySet<string>, ships: (path: string) => boolean): Map<string, ExprId> {
  return new Map([...files].flatMap((file) => intoEnvironments(world, file).flatMap((id): [string, ExprId][] => {
    const expr = world.files.get(file)?.facts.exprs[id];
    return expr?.k === 'call' && namesAsset(world, file, id, ships) ? [[`${file}:${expr.call}`, id]] : [];
  })));
}

/** `ships` is true for every file of the project: another program may be told to run any of them. */
export function givenFiles(world: World, linked: readonly LinkedCall[], { isAsset, ships }: { isAsset: (path: string) => boolean; ships: (path: string) => boolean }): SiteDraft[] {
  const entry = world.apisOf(GIVEN)[0];
  if (!entry) return [];
  const places = anchored(world);
  const made = madeForOthers(world, places, ships);
  const isUnknown = rememberedBy((origin) => OF_A_PACKAGE.test(origin) && world.apisOf(origin).length === 0);
  return linked.flatMap((call) => {
    if (!places.has(call.file)) return [];
    const path = made.get(`${call.file}:${call.index}`);
    if (path !== undefined) return [draftOf(world, { ...call, fact: { ...call.fact, args: [path] } }, GIVEN, { ...entry, path: [0] })];
    const at = isUnknownPackage(call, isUnknown) ? givenAt(world, call, isAsset) : undefined;
    return at === undefined ? [] : [draftOf(world, call, GIVEN, { ...entry, path: [at] })];
  });
}

/** Build scripts and tests name files of the project all the time. */
export const isServed = ({ site }: SiteDraft): boolean => site.origin !== GIVEN || site.reach === 'production';
