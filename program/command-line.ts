/** Which files a command line starts: through wrappers, package scripts, workspaces and runners of several commands. Nothing is run; what a shell would have to expand says nothing. */
import { isPm2 } from './hosts/pm2.js';

/** A file as the command names it, and the folder it is named from. */
export interface Started {
  folder: string;
  file: string;
}

/** The scripts of the project's packages. */
export interface Scripts {
  /** Command of a script of the package in `folder`; null when it has none of that name. */
  commandOf: (folder: string, name: string) => string | null;
  namesOf: (folder: string) => string[];
  /** Folder of a package by its name or folder, as `--workspace` and `--filter` take it; null for one that is not there. */
  folderOf: (name: string) => string | null;
  /** Folders of all packages, for commands that run in each of them. */
  folders: readonly string[];
}

const RUNNERS = /^(?:node|nodejs|tsx|ts-node|ts-node-dev|ts-node-esm|tsnd|nodemon|pm2-runtime|pm2-docker|pm2|bun|deno|electron|forever|supervisor|babel-node|swc-node|esno|jiti|vite-node|micro|fastify|nest|node-dev)$/;
const MANAGERS = /^(?:npm|pnpm|yarn|bun|turbo|lerna|corepack)$/;
const SEVERAL = /^(?:npm-run-all|npm-run-all2|run-p|run-s|concurrently|conc|wireit)$/;
const WRAPPERS = /^(?:cross-env|cross-env-shell|env|env-cmd|exec|dumb-init|tini|catatonit|time|nohup|nice|npx|bunx|pnpx|sudo|dotenv|dotenvx|doppler|infisical|op|chamber|gosu|su-exec|with-env|dotenv-flow|run-func)$/;
const SHELL = /^(?:sh|bash|ash|zsh)$/;

/** Flags whose value is the next word. */
const VALUE_FLAGS = new Set(['-r', '--require', '--import', '--loader', '--experimental-loader', '-e', '--eval', '-p', '--print', '-f', '--env-file', '-C', '--conditions', '--title', '-w', '--watch-path', '--ignore', '-i', '--ext', '--delay', '--name', '-n', '-P', '--project', '-O', '--tsconfig', '-l', '--log-level', '--port', '-a', '--address', '-c', '--cwd', '--max-memory-restart', '--node-args', '--interpreter', '-u', '--user', '-x', '--exec']);
/** Flags that load a file before the program. */
const PRELOAD = new Set(['-r', '--require', '--import']);
const FOLDER_FLAGS = new Set(['--prefix', '-C', '--cwd', '--dir']);
const PACKAGE_FLAGS = new Set(['-w', '--workspace', '--filter', '-F', '--scope']);

const baseName = (word: string): string => word.replace(/^.*\//, '');
const DEEPEST = 8;

const path = (folder: string, more: string): string => [folder, more.replace(/^\.\/?/, '').replace(/\/$/, '')].filter(Boolean).join('/');

/** Commands between `&&`, `;`, `|`, `&` that stand outside of quotes. */
function commandsOf(line: string): string[] {
  return line.match(/(?:"(?:[^"\\]|\\.)*"|'[^']*'|[^"'&|;]|["'])+/g)?.map((part) => part.trim()).filter(Boolean) ?? [];
}

const wordsOf = (command: string): string[] =>
  (command.match(/(?:[^\s"']|"(?:[^"\\]|\\.)*"|'[^']*')+/g) ?? []).map((word) => (/^(["'])[\s\S]*\1$/.test(word) ? word.slice(1, -1) : word).replaceAll('\\"', '"').replace(/,$/, ''));

/** Value of `--flag value` or `--flag=value`. */
function flagValue(words: readonly string[], flags: ReadonlySet<string>): string | null {
  for (const [i, word] of words.entries()) {
    if (flags.has(word)) return words[i + 1] ?? null;
    const [flag = '', ...value] = word.split('=');
    if (value.length > 0 && flags.has(flag)) return value.join('=');
  }
  return null;
}

/** Words that are neither flags nor values of `flags`. */
function plainWords(words: readonly string[], flags: ReadonlySet<string>): string[] {
  return words.filter((word, i) => !word.startsWith('-') && !flags.has(words[i - 1] ?? ''));
}

interface Context {
  folder: string;
  scripts: Scripts;
  depth: number;
}

function ofScript(context: Context, name: string): Started[] {
  const command = context.scripts.commandOf(context.folder, name);
  return command === null ? [] : filesStarted(command, context.folder, context.scripts, context.depth + 1);
}

/** `start:*` names several. */
function ofScripts(context: Context, name: string): Started[] {
  if (!name.includes('*')) return ofScript(context, name);
  const pattern = new RegExp(`^${name.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&')).join('.*')}$`);
  return context.scripts.namesOf(context.folder).filter((other) => pattern.test(other)).flatMap((other) => ofScript(context, other));
}

/** `npm run x`, `yarn workspace api start`, `pnpm --filter api start`, `turbo run start`. */
function ofManager(manager: string, rest: readonly string[], context: Context): Started[] {
  const named = flagValue(rest, PACKAGE_FLAGS);
  const moved = flagValue(rest, FOLDER_FLAGS);
  const before = rest.includes('--') ? rest.slice(0, rest.indexOf('--')) : rest;
  const [verb = '', ...others] = plainWords(before, new Set([...PACKAGE_FLAGS, ...FOLDER_FLAGS]));
  const inside = (folder: string): Context => ({ ...context, folder });
  if (manager === 'yarn' && verb === 'workspace') return ofManager('yarn', rest.slice(rest.indexOf('workspace') + 2), inside(context.scripts.folderOf(others[0] ?? '') ?? context.folder));
  if (/^(?:exec|dlx|x)$/.test(verb)) return ofWords(rest.slice(rest.indexOf(verb) + 1).filter((word) => word !== '--'), inside(moved === null ? context.folder : path(context.folder, moved)));
  const names = /^(?:run|run-script)$/.test(verb) ? (manager === 'turbo' ? others : others.slice(0, 1)) : [verb];
  const everywhere = named === null && (manager === 'turbo' || manager === 'lerna' || rest.some((word) => /^(?:-r|--recursive|--workspaces|-ws|--parallel)$/.test(word)));
  const own = named === null ? null : context.scripts.folderOf(named.replace(/^[.]*\^?|\^?[.]*$/g, ''));
  const folders = everywhere ? context.scripts.folders.filter((folder) => folder !== context.folder) : [own ?? (moved === null ? context.folder : path(context.folder, moved))];
  const found = names.flatMap((name) => folders.flatMap((folder) => ofScripts(inside(folder), name)));
  if (found.length > 0 || manager !== 'bun') return found;
  return names.filter((name) => /\.[cm]?[jt]sx?$/.test(name)).map((file) => ({ folder: context.folder, file }));
}

/** `concurrently "npm:web" "node worker.js"`, `run-p start:*`. */
function ofSeveral(runner: string, rest: readonly string[], context: Context): Started[] {
  const parts = plainWords(rest, new Set(['-n', '--names', '-c', '--prefix-colors', '--max-parallel']));
  if (!/^conc/.test(runner)) return parts.flatMap((name) => ofScripts(context, name.split(/\s/)[0] ?? ''));
  return parts.flatMap((part) => {
    const script = /^(?:npm|yarn|pnpm|bun):(.+)$/.exec(part)?.[1];
    return script === undefined ? filesStarted(part, context.folder, context.scripts, context.depth + 1) : ofScripts(context, script);
  });
}

/** `node --import ./first.mjs src/app.js`, `nodemon --exec "tsx src/app.ts"`. */
function ofRunner(runner: string, rest: readonly string[], context: Context): Started[] {
  const { folder } = context;
  if (runner === 'nest') return rest.includes('start') ? [{ folder, file: 'src/main' }] : [];
  if (/^(?:nodemon|node-dev|tsnd)$/.test(runner)) {
    const at = rest.findIndex((word) => word === '--exec' || word === '-x');
    if (at >= 0 && rest[at + 1] !== undefined) return ofWords([...wordsOf(rest[at + 1] ?? ''), ...rest.slice(at + 2)], context);
  }
  const script = flagValue(rest, new Set(['--run']));
  if (script !== null && /^node/.test(runner)) return ofScript(context, script);
  const preloaded = rest.flatMap((word, i) => (PRELOAD.has(rest[i - 1] ?? '') ? [word] : /^--(?:import|require)=(.+)$/.exec(word)?.[1] ?? [])).filter((word) => word.startsWith('.')).map((file): Started => ({ folder, file }));
  if (/^node/.test(runner) && rest.some((word) => /^(?:-e|--eval|-p|--print|-pe)$/.test(word))) return preloaded;
  const words = plainWords(rest, VALUE_FLAGS).filter((word) => !/^\w+=/.test(word));
  const file = runner === 'fastify' ? words.find((word) => /\.[cm]?[jt]sx?$/.test(word)) : words.find((word) => !/^(?:start|run|watch|exec|restart|reload|serve)$/.test(word));
  return file === undefined || isPm2(file) ? preloaded : [...preloaded, { folder, file }];
}

function ofWords(words: readonly string[], context: Context): Started[] {
  const [first, ...rest] = words;
  if (first === undefined || context.depth > DEEPEST) return [];
  const name = baseName(first).replace(/@[\d.]+$/, '');
  if (/^\w+=/.test(first) || (first.startsWith('-') && !rest.includes('--'))) return ofWords(rest, context);
  if (SHELL.test(name)) return /^-\w*c$/.test(rest[0] ?? '') ? filesStarted(rest[1] ?? '', context.folder, context.scripts, context.depth + 1) : ofWords(rest.slice(1), context);
  if (SEVERAL.test(name)) return ofSeveral(name, rest, context);
  if (MANAGERS.test(name) && !(name === 'bun' && /\.[cm]?[jt]sx?$/.test(rest.at(-1) ?? ''))) return ofManager(name === 'corepack' ? rest[0] ?? '' : name, name === 'corepack' ? rest.slice(1) : rest, context);
  if (RUNNERS.test(name)) return ofRunner(name, rest, context);
  if (WRAPPERS.test(name) && rest.includes('--')) return ofWords(rest.slice(rest.indexOf('--') + 1), context);
  const next = rest.findIndex((word) => RUNNERS.test(baseName(word)) || MANAGERS.test(word) || SEVERAL.test(word) || SHELL.test(baseName(word)));
  if (next >= 0) return ofWords(rest.slice(next), context);
  const file = words.find((word) => /^[./\w@-]+\.[cm]?[jt]sx?$/.test(word));
  return file === undefined ? [] : [{ folder: context.folder, file }];
}

/** Files that `line` starts when it is run in `folder`; `cd x &&` moves. */
export function filesStarted(line: string, folder: string, scripts: Scripts, depth = 0): Started[] {
  if (depth > DEEPEST) return [];
  const commands = commandsOf(line);
  return commands.flatMap((command, i) => {
    const moves = commands.slice(0, i).flatMap((before) => /^cd\s+["']?([\w@./-]+?)\/?["']?$/.exec(before)?.[1] ?? []);
    const at = moves.reduce((from, move) => (move.startsWith('/') ? from : path(from, move)), folder);
    return /^cd\s/.test(command) ? [] : ofWords(wordsOf(command), { folder: at, scripts, depth });
  });
}

