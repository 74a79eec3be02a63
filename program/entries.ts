/** Where the program is entered: its start commands and bins, HTTP routes, cron, queues, sockets, and the scripts that only people or CI run. */
import type { EntryKind, EntryPoint } from '../core/program.js';
import type { Manifest } from '../core/manifest.js';
import type { LinkedCall, LinkedCallback } from './edges.js';
import { instanceKey, mountsOf, optionOf } from './mounts.js';
import type { PageScript } from './pages.js';
import { pathText, plainText } from './path-text.js';
import { textsOf } from './text.js';
import { evaluate } from './values.js';
import type { World } from './world.js';

/** An entry point and every function it starts. */
export interface Entry {
  point: EntryPoint;
  functions: string[];
  reach: 'production' | 'test' | 'build' | 'script';
}

/** A command line that starts the program, and where it stands. */
export interface StartCommand {
  command: string;
  source: string;
  folder: string;
  at: EntryPoint['at'];
}

const RUNNERS = /^(?:node|nodejs|tsx|ts-node|ts-node-dev|nodemon|pm2-runtime|pm2|bun|deno|electron|forever|supervisor|babel-node|swc-node|micro)$/;
const VALUE_FLAGS = new Set(['-r', '--require', '--import', '--loader', '-e', '--exec', '--env-file', '--watch', '-w', '--ignore', '--name', '-i']);

/** Files that a command line runs: `NODE_ENV=x node --flag src/a.js && cd tools && node b.js`. */
export function filesOfCommand(command: string): string[] {
  const parts = command.split(/&&|\|\||;|\||&/).map((part) => part.trim());
  return parts.flatMap((part, i) => fileOfPart(part).map((file) => inFolder(parts.slice(0, i), file)));
}

/** `cd tools` in front means: from there on. */
function inFolder(before: readonly string[], file: string): string {
  const moved = before.flatMap((part) => /^cd\s+(?:\.\/)?([\w@./-]+?)\/?$/.exec(part)?.[1] ?? []);
  return moved.length === 0 || file.startsWith('/') ? file : [...moved, file.replace(/^\.\//, '')].join('/');
}

function fileOfPart(part: string): string[] {
  const words = part.split(/\s+/).map((word) => word.replace(/^["']|["',]$/g, ''));
  if (words.includes('nest') && words.includes('start')) return ['src/main'];
  const start = words.findIndex((word) => RUNNERS.test(word.replace(/^.*\//, '')));
  if (start < 0) return words.filter((word) => /^[./\w@-]+\.[cm]?[jt]sx?$/.test(word)).slice(0, 1);
  for (let i = start + 1; i < words.length; i++) {
    const word = words[i] ?? '';
    if (VALUE_FLAGS.has(word)) i += word === '--watch' ? 0 : 1;
    else if (word !== '' && !word.startsWith('-') && !/^(?:start|run|exec)$/.test(word) && !/^\w+=/.test(word)) return [word];
  }
  return [];
}

const scriptKind = (name: string): Entry['reach'] => {
  if (/^(?:(?:pre|post)?start|serve|server|prod|production|start[:-](?:prod|production|server|node|web|worker|api))$/.test(name)) return 'production';
  if (/test|e2e|spec|coverage|cypress|jest|mocha|lint/.test(name)) return 'test';
  if (/build|compile|bundle|webpack|prepare|prepack|prepublish|gulp|generate|codegen/.test(name)) return 'build';
  return 'script';
};

const moduleEntry = (file: string, kind: EntryKind, source: string, reach: Entry['reach'], at: EntryPoint['at']): Entry => ({
  point: { id: `${kind} ${file}`, kind, file, fn: `${file}#0`, at, source },
  functions: [`${file}#0`],
  reach,
});

const DELEGATES = /\b(?:turbo|lerna|nx)\b|\bpnpm\s+(?:run\s+)?(?:-r|--recursive|-F|--filter)\b|\byarn\s+workspaces?\b|\bnpm\b.*\s(?:-w|-ws|--workspaces?)\b/;

/** Workspaces whose own scripts start something, when the root or the host hands its start on to them. */
function delegates(manifests: readonly Manifest[], commands: readonly StartCommand[]): Manifest[] {
  const [root, ...rest] = manifests;
  const starts = [...Object.entries(root?.scripts ?? {}).filter(([name]) => scriptKind(name) === 'production').map(([, command]) => String(command)), ...commands.map(({ command }) => command)];
  if (!starts.some((command) => DELEGATES.test(command))) return [];
  return rest.filter((manifest) => Object.keys(manifest.scripts ?? {}).some((name) => scriptKind(name) === 'production'));
}

/** What a process manager starts, from a config that is a module: `{ apps: [{ script: 'a.js' }] }`. */
export function managedEntries(world: World, find: (folder: string, file: string) => string | null): Entry[] {
  return [...world.files].filter(([file]) => /(?:^|\/)(?:ecosystem|pm2|[\w-]+\.ecosystem|process)\.config\.[cm]?js$|(?:^|\/)ecosystem\.[cm]?js$/.test(file)).flatMap(([file, { facts }]) =>
    facts.exprs.flatMap((expr): Entry[] => {
      const script = expr.k === 'object' ? expr.props.find(([name]) => name === 'script')?.[1] : undefined;
      const literal = script === undefined ? undefined : facts.exprs[script];
      const folder = file.includes('/') ? file.slice(0, file.lastIndexOf('/')) : '';
      const found = literal?.k === 'literal' && typeof literal.value === 'string' ? find(folder, literal.value) : null;
      return found ? [moduleEntry(found, 'start', file, 'production', { file: found, line: 1, column: 1, start: 0, end: 0 })] : [];
    }));
}

/** Entries that stand in package.json, Dockerfile, Procfile and the like. */
export function staticEntries(manifests: readonly Manifest[], commands: readonly StartCommand[], find: (folder: string, file: string) => string | null): Entry[] {
  const entries: Entry[] = [];
  const add = (folder: string, file: string, kind: EntryKind, source: string, reach: Entry['reach'], at?: EntryPoint['at']): void => {
    const found = find(folder, file);
    if (found) entries.push(moduleEntry(found, kind, source, reach, at ?? { file: found, line: 1, column: 1, start: 0, end: 0 }));
  };
  for (const { command, source, folder, at } of commands) for (const file of filesOfCommand(command)) add(folder, file, 'start', source, 'production', at);
  const root = manifests[0];
  for (const manifest of root ? [root, ...delegates(manifests, commands)] : []) {
    const source = manifest.file;
    for (const [name, command] of Object.entries(manifest.scripts ?? {})) {
      const reach = scriptKind(name);
      const kind: EntryKind = reach === 'production' ? 'start' : reach;
      for (const file of filesOfCommand(String(command))) add(manifest.folder, file, kind, `${source} scripts.${name}`, reach);
    }
    if (manifest !== root) continue;
    if (manifest.main) add(manifest.folder, manifest.main, 'start', `${source} main`, 'production');
    const bins = typeof manifest.bin === 'string' ? [manifest.bin] : Object.values(manifest.bin ?? {});
    for (const bin of bins) add(manifest.folder, bin, 'bin', `${source} bin`, 'production');
    for (const target of exportTargets(manifest.exports)) add(manifest.folder, target, 'export', `${source} exports`, 'production');
  }
  return entries;
}

/** Scripts of pages: built for a browser, run by no server. */
export function pageEntries(pages: readonly PageScript[], world: World): Entry[] {
  return pages.flatMap(({ page, candidates }) => {
    const file = candidates.find((candidate) => world.files.has(candidate));
    return file === undefined ? [] : [moduleEntry(file, 'build', `${page} script`, 'build', { file, line: 1, column: 1, start: 0, end: 0 })];
  });
}

function exportTargets(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(exportTargets).filter((target) => !target.includes('*'));
}

const clean = (route: string): string => {
  const tidy = route.replace(/\/{2,}/g, '/');
  return tidy.length > 1 ? tidy.replace(/\/$/, '') : tidy || '/';
};

function firstText(world: World, call: LinkedCall): string | null {
  const first = call.fact.args[0];
  if (first === undefined) return null;
  if (evaluate(world, call.file, first).some((value) => value.v === 'function')) return null;
  const parts = textsOf(world, call.file, first)[0] ?? [];
  const text = plainText(parts).text;
  return text === '' || text === '*' ? null : text;
}

const METHOD = /^(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS|ALL|USE)$/;

/** `route({ method: 'GET', url: '/x' })`. */
function routeObject(world: World, call: LinkedCall): { method: string; text: string } | null {
  const url = optionOf(world, call, 0, 'url') ?? optionOf(world, call, 0, 'path');
  const method = optionOf(world, call, 0, 'method');
  if (!url) return null;
  return { method: method ? plainText(textsOf(world, method.file, method.expr)[0] ?? []).text.toUpperCase() : '*', text: pathText(textsOf(world, url.file, url.expr)[0] ?? []).text };
}

function routeOf(world: World, call: LinkedCall, mounts: Map<string, string>, isEvent: boolean): { method: string; route: string } {
  const origin = call.values.find((value) => value.v === 'origin');
  const id = origin?.v === 'origin' ? origin.id : '';
  const name = id.slice(id.lastIndexOf('.') + 1).toUpperCase();
  const made = origin?.v === 'origin' && origin.call !== undefined && origin.file !== undefined ? { file: origin.file, call: origin.call } : null;
  const described = routeObject(world, call);
  let text = isEvent ? null : described?.text ?? firstText(world, call);
  if (text === null && made && /route\(\)\.\w+$/.test(id)) {
    const fact = world.files.get(made.file)?.facts.calls[made.call];
    const arg = fact?.args[0];
    text = arg === undefined ? null : pathText(textsOf(world, made.file, arg)[0] ?? []).text;
  }
  const prefix = made ? mounts.get(instanceKey(made)) ?? '' : '';
  const method = described?.method ?? (METHOD.test(name) ? (name === 'ALL' ? '*' : name) : name === 'DEL' ? 'DELETE' : '*');
  const below = text === null ? '/*' : text.startsWith('/') ? text : `/${text}`;
  return { method: /^(?:[A-Z]+|\*)$/.test(method) ? method : '*', route: clean(prefix + below) };
}

/** Entries that the code itself declares by handing a function to an API. */
export function declaredEntries(world: World, linked: readonly LinkedCall[]): Entry[] {
  const mounts = mountsOf(world, linked);
  const entries = new Map<string, Entry>();
  for (const call of linked) {
    for (const callback of call.callbacks) {
      if (callback.callback?.when !== 'entry') continue;
      const kind = callback.callback.entry ?? 'http';
      const point = pointOf(world, call, kind, mounts, callback);
      const fn = `${callback.file}#${callback.fn}`;
      const known = entries.get(point.id);
      if (known) {
        if (!known.functions.includes(fn)) known.functions.push(fn);
        known.point = { ...known.point, fn };
      } else entries.set(point.id, { point: { ...point, fn }, functions: [fn], reach: 'production' });
    }
  }
  return [...entries.values()];
}

function pointOf(world: World, call: LinkedCall, kind: EntryKind, mounts: Map<string, string>, { via, api }: LinkedCallback): EntryPoint {
  const base = { kind, file: call.file, fn: null, at: call.fact.at, source: via };
  if (kind === 'http') {
    const { method, route } = routeOf(world, call, mounts, api?.event !== undefined);
    return { ...base, id: `${method} ${route}`, method, route };
  }
  const text = firstText(world, call);
  const place = `${call.file}:${call.fact.at.line}`;
  if (kind === 'cron') return { ...base, id: text ? `cron ${text} (${place})` : `cron ${place}`, ...(text ? { schedule: text } : {}) };
  return { ...base, id: text && /^[\w:./ -]{1,40}$/.test(text) ? `${kind} ${text} (${place})` : `${kind} ${place}` };
}
