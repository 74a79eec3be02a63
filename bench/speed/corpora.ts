/** The programs that speed is measured on: exact npm versions, without declarations, minified and vendored files, each a git repository. */
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { fetchProgram, programCache } from '../accuracy/fetch.js';

export interface Corpus {
  name: string;
  package: string;
  /** Paths of the package that are taken; all when empty. */
  below: readonly string[];
}

export const CORPORA: readonly Corpus[] = [
  { name: 'json-server', package: 'json-server@0.17.4', below: [] },
  { name: 'uptime-kuma', package: 'uptime-kuma@2.0.0-dev.0', below: ['package.json', 'server', 'extra', 'src', 'db', 'config'] },
  { name: 'ghost', package: 'ghost@6.65.0', below: ['package.json', 'tsconfig.json', 'index.js', 'MigratorConfig.js', 'bin', 'scripts', 'components', 'content', 'core/app.js', 'core/boot.js', 'core/bridge.js', 'core/cli', 'core/frontend', 'core/server', 'core/shared'] },
  { name: 'effect', package: 'effect@4.1.0', below: ['package.json', 'src'] },
  { name: 'n8n-nodes-base', package: 'n8n-nodes-base@2.41.2', below: ['package.json', 'index.js', 'dist/nodes', 'dist/credentials', 'dist/utils', 'dist/node-definitions'] },
];

/** Throws for a name that is not in the list. */
export function corpusNamed(name: string): Corpus {
  const corpus = CORPORA.find((c) => c.name === name);
  if (!corpus) throw new Error(`There is no program "${name}"; there are ${CORPORA.map((c) => c.name).join(', ')}.`);
  return corpus;
}

/** Two copies of the large ones beside each other: over 100 MB, for the memory row. */
export const UNION = { name: 'union', of: ['effect', 'n8n-nodes-base', 'ghost', 'uptime-kuma'], copies: 2 } as const;

const GENERATED = /(?:\.d\.[cm]?ts|\.min\.js|\.map)$/;
const SOURCE = /\.(?:[cm]?[jt]s|[jt]sx)$/;

const git = (folder: string, ...args: string[]): void => void execFileSync('git', ['-C', folder, ...args], { stdio: 'ignore' });

function commitAll(folder: string): void {
  git(folder, 'init', '-q');
  git(folder, '-c', 'core.excludesFile=', 'add', '-Af', '.');
  git(folder, '-c', 'user.name=bench', '-c', 'user.email=bench@example.invalid', 'commit', '-qm', 'corpus');
}

const isWanted = (relative: string): boolean => !GENERATED.test(relative) && !['node_modules', '.yarn', '.git'].includes(path.basename(relative));

/** Folder of the corpus, fetched when it is not there yet. */
export function fetchCorpus(corpus: Corpus, root: string): string {
  const folder = path.join(root, 'corpora', corpus.name);
  if (existsSync(path.join(folder, '.git'))) return folder;
  const unpacked = fetchProgram(corpus.package, programCache());
  for (const below of corpus.below.length > 0 ? corpus.below : ['.']) {
    if (existsSync(path.join(unpacked, below))) cpSync(path.join(unpacked, below), path.join(folder, below), { recursive: true, filter: (from) => isWanted(path.relative(unpacked, from)) });
  }
  commitAll(folder);
  return folder;
}

export function makeUnion(root: string): string {
  const folder = path.join(root, 'corpora', UNION.name);
  if (existsSync(path.join(folder, '.git'))) return folder;
  for (let copy = 1; copy <= UNION.copies; copy++) {
    for (const name of UNION.of) cpSync(path.join(root, 'corpora', name), path.join(folder, `${name}-${copy}`), { recursive: true, filter: (from) => isWanted(path.relative(path.join(root, 'corpora', name), from)) });
  }
  mkdirSync(folder, { recursive: true });
  commitAll(folder);
  return folder;
}

export interface Size {
  files: number;
  megabytes: number;
}

/** Source files below `folder`. */
export function sizeOf(folder: string): Size {
  let files = 0;
  let bytes = 0;
  const pending = [folder];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    for (const entry of readdirSync(next, { withFileTypes: true })) {
      const full = path.join(next, entry.name);
      if (entry.isDirectory() && entry.name !== '.git') pending.push(full);
      else if (entry.isFile() && SOURCE.test(entry.name)) {
        files++;
        bytes += statSync(full).size;
      }
    }
  }
  return { files, megabytes: bytes / 1e6 };
}
