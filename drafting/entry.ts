/** How a drafted script enters the program: the module that exports the app, the one that listens, or the command that starts it. */
import type { EntryPoint, Site } from '../core/program.js';
import type { SyntaxNode } from '../core/parse.js';
import { isNode, keyOf, nameOf, nodesOf, unwrap } from '../core/syntax.js';
import type { Route } from './routes.js';
import type { DraftEntry } from './script-draft.js';
import { type Sources, callAt, chainText, constantOf, descend, nodesBelow } from './sources.js';

export interface EntryQuestion {
  sources: Sources;
  routes: readonly Route[];
  /** `main` of the wrangler configuration. */
  workerMain: string | null;
  /** `scripts.start` of package.json. */
  startScript: string | null;
}

export interface DraftedEntry {
  entry: DraftEntry;
  notes: string[];
}

const APP = /^(?:express\(\)|http2-express\(\)|koa\(\)|fastify\(\)|hono\.Hono\(\)|connect\(\)|polka\(\)|@nestjs\/core\.NestFactory\.create\(\)|node:https?\.createServer\(\)|@hono\/node-server)\.(?:listen|serve)$/;

export const isServing = ({ origin, reach }: Site): boolean => APP.test(origin) && reach === 'production';

/** The port that a listen names: a constant one, or the variable that gives it. */
export function portOf(sources: Sources, site: Site): { port: number | null; variable: string | null } {
  const call = callAt(sources, site.at.file, site.at.start);
  const constants = call ? nodesOf(call.arguments).map(constantOf) : [];
  const number = constants.find((value): value is number => typeof value === 'number');
  const shaped = site.args.flatMap(({ value, properties }) => [value, properties?.['port']]).find((value): value is number => typeof value === 'number');
  return { port: number ?? shaped ?? null, variable: call ? portVariable(sources, site.at.file, call) : null };
}

const environmentName = (node: SyntaxNode): string | null => /^process\.env\.(\w+)$/.exec(chainText(node) ?? '')?.[1] ?? null;

/** A variable that is named for a port, in the call or where its argument was declared. */
function portVariable(sources: Sources, file: string, call: SyntaxNode): string | null {
  const named = nodesOf(call.arguments).flatMap((argument) => nodesBelow(argument, 'MemberExpression')).map(environmentName).find((name) => name !== null);
  const tree = sources.tree(file);
  const port = tree ? nodesBelow(tree, 'MemberExpression').map(environmentName).find((name) => name !== null && /PORT$/.test(name)) : undefined;
  return named ?? port ?? null;
}

/** Names under which a module gives out what `makes` made: `app`, `default`, `createApp()`. */
function exportsOf(sources: Sources, file: string): string[] {
  const tree = sources.tree(file);
  if (!tree) return [];
  const named = nodesBelow(tree, 'ExportNamedDeclaration').flatMap((node) => [
    ...(isNode(node.declaration) ? (node.declaration.type === 'VariableDeclaration' ? nodesOf(node.declaration.declarations).map(({ id }) => nameOf(id)) : [nameOf(node.declaration.id)]) : []),
    ...nodesOf(node.specifiers).map((each) => nameOf(each.exported)),
  ]);
  const assigned = nodesBelow(tree, 'AssignmentExpression').flatMap((node) => {
    const target = chainText(node.left as SyntaxNode) ?? '';
    if (target === 'module.exports') return ['default', ...(isNode(node.right) && unwrap(node.right).type === 'ObjectExpression' ? nodesOf(unwrap(node.right).properties).map((property) => keyOf(property)) : [])];
    return [/^(?:module\.)?exports\.(\w+)$/.exec(target)?.[1] ?? null];
  });
  const fallback = nodesBelow(tree, 'ExportDefaultDeclaration').length > 0 ? ['default'] : [];
  return [...fallback, ...named, ...assigned].filter((name): name is string => name !== null);
}

/** Variables that hold an app or a router, and functions that make and return one. */
function makersIn(sources: Sources, file: string): { name: string; call: boolean; router: boolean }[] {
  const tree = sources.tree(file);
  if (!tree) return [];
  const made: { name: string; node: SyntaxNode; router: boolean; around: readonly SyntaxNode[] }[] = [];
  descend(tree, (node, around) => {
    const text = node.type === 'VariableDeclarator' && isNode(node.init) ? maker(node.init) : null;
    if (text !== null) made.push({ name: nameOf(node.id) ?? '', node, router: /Router\(\)$/i.test(text), around });
  });
  return made.flatMap(({ name, router, around }): { name: string; call: boolean; router: boolean }[] => {
    const fn = around.findLast((each) => /Function(?:Declaration|Expression)$/.test(each.type));
    if (!fn) return [{ name, call: false, router }];
    const named = nameOf(fn.id) ?? nameOf(around[around.indexOf(fn) - 1]?.id);
    const returns = nodesBelow(fn, 'ReturnStatement').some((node) => nameOf(node.argument) === name);
    return named !== null && returns ? [{ name: named, call: true, router }] : [];
  });
}

const MAKES = /^(?:express|Fastify|fastify|connect|polka|Router|express\.Router|(?:\w+\.)?createServer|Koa|Hono)$/;

/** `express()`, `new Koa()`, `require('fastify')()`. */
function maker(init: SyntaxNode): string | null {
  const inner = unwrap(init);
  if (inner.type !== 'CallExpression' && inner.type !== 'NewExpression') return null;
  const callee = chainText(inner.callee as SyntaxNode) ?? '';
  if (callee === 'require()') return isFrameworkRequire(inner.callee as SyntaxNode) ? 'express()' : null;
  return MAKES.test(callee) ? `${callee}()` : null;
}

const isFrameworkRequire = (node: SyntaxNode): boolean => node.type === 'CallExpression' && /^(?:express|fastify|koa|connect|polka)$/.test(String(constantOf(nodesOf(node.arguments)[0])));

/** The export of a module that serves: `app`, `createApp()`; null when it gives out none. */
export function servedExport(sources: Sources, file: string): { name: string; router: boolean } | null {
  const exported = exportsOf(sources, file);
  const tree = sources.tree(file);
  const isDefault = (name: string): boolean => (tree ? [...nodesBelow(tree, 'ExportDefaultDeclaration').map(({ declaration }) => declaration), ...nodesBelow(tree, 'AssignmentExpression').filter((node) => chainText(node.left as SyntaxNode) === 'module.exports').map(({ right }) => right)] : [])
    .some((node) => isNode(node) && (nameOf(unwrap(node)) ?? nameOf(unwrap(node).id)) === name);
  for (const { name, call, router } of makersIn(sources, file).toSorted((a, b) => Number(a.router) - Number(b.router))) {
    if (exported.includes(name)) return { name: call ? `${name}()` : name, router };
    if (isDefault(name)) return { name: call ? 'default()' : 'default', router };
  }
  return null;
}

const isStart = (point: EntryPoint): boolean => point.kind === 'start' || point.kind === 'bin';

/** Modules from which every file of a route is reached. */
export function reachesAll(sources: Sources, file: string, wanted: readonly string[]): number {
  const seen = new Set([file]);
  for (const each of seen) for (const { to } of sources.program.modules.find((module) => module.file === each)?.imports ?? []) seen.add(to);
  return wanted.filter((each) => seen.has(each)).length;
}

const DEFAULT_PORT = 3000;

/** A module that listens when it is loaded, with the port that it will ask for. */
function listening(sources: Sources, site: Site, file: string): DraftedEntry {
  const { port, variable } = portOf(sources, site);
  const own = variable !== null && variable !== 'PORT' ? { portEnv: variable } : {};
  return { entry: { module: file, listens: variable === null && port !== null ? port : DEFAULT_PORT, ...own }, notes: [`it listens at ${site.at.file}:${site.at.line}`] };
}

/** Other ways in, for whoever wants to play a part only. */
function routersNote(question: EntryQuestion, taken: string | undefined): string[] {
  const { sources, routes } = question;
  const files = [...new Set(routes.map(({ file }) => file))].filter((file) => file !== taken);
  return files.flatMap((file) => {
    const found = servedExport(sources, file);
    const count = routes.filter((route) => route.file === file).length;
    return found ? [`or a part of it: { module: ${file}, export: ${found.name} }, ${count} route${count === 1 ? '' : 's'}`] : [];
  });
}

function startCommand({ sources, startScript }: EntryQuestion): { start: string; note: string } | null {
  const command = sources.program.host.find(({ kind }) => kind === 'command');
  if (startScript !== null) return { start: 'npm start', note: 'package.json scripts.start' };
  if (command) return { start: command.value, note: `${command.at.file}:${command.at.line}` };
  const point = sources.program.entryPoints.find(isStart);
  return point ? { start: `node ${point.file}`, note: point.source } : null;
}

/** An app that a module gives out and does not start itself. */
function exported(question: EntryQuestion, serving: readonly Site[]): DraftedEntry | null {
  const { sources, routes } = question;
  const files = [...new Set(routes.map(({ file }) => file))];
  const candidates = sources.program.modules
    .filter(({ file, reach }) => (reach === 'production' || reach === 'dead') && !serving.some((site) => site.at.file === file && site.topLevel))
    .flatMap(({ file }) => {
      const found = reachesAll(sources, file, files) > 0 ? servedExport(sources, file) : null;
      return found ? [{ file, ...found, reached: reachesAll(sources, file, files) }] : [];
    })
    .toSorted((a, b) => Number(a.router) - Number(b.router) || b.reached - a.reached || a.file.length - b.file.length);
  const [best] = candidates;
  if (!best || (best.reached < files.length && serving.length > 0)) return null;
  return { entry: { module: best.file, export: best.name }, notes: [best.reached < files.length ? `it serves the routes of ${best.reached} of ${files.length} files` : 'it gives the app out'] };
}

/** Where the program is entered. With a Worker of its own, Node is started by its command. */
export function entryOf(question: EntryQuestion): DraftedEntry {
  const { sources, workerMain } = question;
  const serving = sources.program.sites.filter(isServing);
  const command = startCommand(question);
  if (workerMain !== null && command) return { entry: { start: command.start }, notes: [`${command.note}; on Workers ${workerMain} serves, as the wrangler configuration says`] };
  const out = exported(question, serving);
  if (out) return { ...out, notes: [...out.notes, ...routersNote(question, out.entry.module)] };
  const starts = sources.program.entryPoints.filter((point) => point.kind === 'start').map(({ file }) => file);
  const site = serving.find(({ topLevel, at }) => topLevel && starts.includes(at.file)) ?? serving[0];
  const file = site && (starts.includes(site.at.file) ? site.at.file : starts.find((each) => reachesAll(sources, each, [site.at.file]) > 0));
  if (site && file !== undefined) {
    const found = listening(sources, site, file);
    return { ...found, notes: [...found.notes, ...routersNote(question, file)] };
  }
  return command ? { entry: { start: command.start }, notes: [command.note, 'nothing says what serves on Workers: name it under `workers`'] } : { entry: { start: 'npm start' }, notes: ['nothing in the folder says how it is started'] };
}
