/** Rewrites a program in memory: plan, codemod, the tree afterwards. For the loops over cases. */
import { type Dirent, existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { codemodNamed } from '../../codemods/index.js';
import { CODEMOD_NAMES } from '../../codemods/names.js';
import type { Rewrite, RewriteInput } from '../../codemods/define.js';
import type { Program } from '../../core/program.js';
import { DEFAULT_COMPATIBILITY_DATE } from '../../core/vocabulary.js';
import type { WorkersEntry } from '../../core/workers-entry.js';
import { programOfText } from '../../pipeline/link.js';
import { topLevelReader } from '../../pipeline/top-level.js';
import { workersEntryOf } from '../../pipeline/workers-entry.js';
import { disposition } from '../../planning/disposition.js';
import { type StoragePlan, planStorage } from '../../planning/storage.js';
import { loadRules } from '../../rules/load.js';
import { judge } from '../../rules/match.js';

export type Tree = Record<string, string>;

export interface CaseOptions {
  codemod?: string;
  /** Resources accepted in writing; by default all, so that a case needs no routes to show how often it writes. */
  accept?: string[];
  only?: string[];
  step?: RewriteInput['step'];
  uploads?: RewriteInput['uploads'];
  markers?: boolean;
  platform?: RewriteInput['platform'];
  dualWrite?: boolean;
  /** With the Workers entry, as the command writes it. */
  entry?: boolean;
}

/** Folders of cases by codemod: `cases` for fs-to-kv, where the whole machinery was first tried, and `NAME/cases` for others. */
export const caseFolders = (kind: 'cases' | 'left-untouched'): [codemod: string, folder: string][] =>
  CODEMOD_NAMES.map((codemod): [string, string] => [codemod, fileURLToPath(new URL(codemod === 'fs-to-kv' ? (kind === 'cases' ? './cases' : './fixtures/left-untouched') : `./${codemod}/${kind}`, import.meta.url))]).filter(([, folder]) => existsSync(folder));

/** Every file below a folder, by its path. */
export function readTree(folder: string): Tree {
  const items: Dirent[] = existsSync(folder) ? readdirSync(folder, { recursive: true, withFileTypes: true }) : [];
  return Object.fromEntries(items.filter((item) => item.isFile()).map((item) => {
    const file = path.join(item.parentPath, item.name);
    return [path.relative(folder, file).split(path.sep).join('/'), readFileSync(file, 'utf8')];
  }).sort());
}

export function readOptions(folder: string): CaseOptions {
  const file = path.join(folder, 'options.json');
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as CaseOptions) : {};
}

export interface Rewriting {
  plan: StoragePlan;
  result: Rewrite;
  after: Tree;
}

const pack = loadRules();

/** Judged at the date of the pack, like a scan. */
function entryOf(tree: Tree, program: Program, plan: StoragePlan): WorkersEntry {
  const { findings } = judge(program, pack, { target: 'workers', date: DEFAULT_COMPATIBILITY_DATE });
  return workersEntryOf({ program, pack, findings, plan: { ...plan, disposition: disposition(program, findings, { files: [] }) }, date: DEFAULT_COMPATIBILITY_DATE, read: (file) => tree[file] ?? '' });
}

export function rewriteTree(tree: Tree, options: CaseOptions = {}): Rewriting {
  const program = programOfText(tree);
  const files = program.resources.filter((resource) => resource.kind === 'files').map((resource) => resource.id);
  const plan = planStorage(program, [], { codemod: options.codemod ?? 'fs-to-kv', target: options.platform ?? 'workers', topLevel: topLevelReader((file) => tree[file] ?? null), accept: options.accept ?? files, ...(options.only ? { only: options.only } : {}) });
  const result = codemodNamed(options.codemod ?? 'fs-to-kv').rewrite({ plan, program, read: (file) => tree[file] ?? null, ...(options.step ? { step: options.step } : {}), ...(options.uploads ? { uploads: options.uploads } : {}), ...(options.entry ? { entry: entryOf(tree, program, plan) } : {}), ...(options.markers ? { markers: true } : {}), ...(options.platform ? { platform: options.platform } : {}), ...(options.dualWrite ? { dualWrite: true } : {}) });
  const after = { ...tree };
  for (const change of result.changes) after[change.file] = change.after;
  return { plan, result, after };
}
