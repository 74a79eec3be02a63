/**
 * `npm run kept`: a real program behind the storage seam answers on Node as it did before, and keeps the same files. Node-RED is installed twice; the runtime of one copy is
 * rewritten by `apply fs-to-r2 --write`, both are started twice and asked the same. Ends with 1 when an answer, a log line or a file differs. It runs code of the program, on loopback.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { RewrittenCalls } from '../../core/verification.js';
import { NOTHING_EXECUTED, callCounter } from '../../runtime/rewritten-calls.js';
import { type Kept, playNodeRed } from './node-red.js';

const SPEC = 'node-red@4.1.1';
/** What it depends on is taken as it was on this day. */
const BEFORE = '2026-11-28';

/** Compiled, this file stands in .accuracy/build/bench/kept. */
const tool = fileURLToPath(new URL('../../../../', import.meta.url));

/** Runs a command; throws with what it said when it fails. */
function run(folder: string, file: string, args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(file, args, { cwd: folder, encoding: 'utf8', maxBuffer: 256_000_000, shell: process.platform === 'win32' && file === 'npm' });
  if (status !== 0) throw new Error(`${file} ${args.join(' ')} ended with ${status}\n${stdout}\n${stderr}`);
  return `${stdout}${stderr}`;
}

const differences = (before: Kept, after: Kept): string[] =>
  (['answers', 'files', 'log'] as const).flatMap((part) => [
    ...before[part].filter((line) => !after[part].includes(line)).map((line) => `  only before, in ${part}: ${line.slice(0, 200)}`),
    ...after[part].filter((line) => !before[part].includes(line)).map((line) => `  only after, in ${part}: ${line.slice(0, 200)}`),
  ]);

/** Puts counters into the rewritten calls of a tree, and tells what was executed since, on Node. */
function counted(tree: string): { preload: string; executed(): RewrittenCalls } {
  const counter = callCounter(tree);
  if (!counter) throw new Error(`no seam in ${tree}`);
  const [preload, report] = [path.join(scratch, 'count.cjs'), path.join(scratch, 'executed.jsonl')];
  writeFileSync(report, '');
  writeFileSync(preload, `const report = (entry) => require('node:fs').appendFileSync(${JSON.stringify(report)}, JSON.stringify(entry) + '\\n');\n${counter.instrument.preload}`);
  counter.instrument.prepare(tree);
  const told = (): number[] => readFileSync(report, 'utf8').split('\n').slice(0, -1).map((line) => (JSON.parse(line) as { executed: number }).executed);
  return { preload, executed: () => counter.result({ ...NOTHING_EXECUTED, onNode: new Set(told()) }) };
}

const scratch = mkdtempSync(path.join(tmpdir(), 'cf-migrate-kept-'));
try {
  const [before, after] = [path.join(scratch, 'before'), path.join(scratch, 'after')];
  mkdirSync(before);
  writeFileSync(path.join(before, 'package.json'), '{ "private": true }\n');
  run(before, 'npm', ['install', SPEC, '--ignore-scripts', '--omit=dev', '--omit=optional', '--no-audit', '--no-fund', '--loglevel=error', `--before=${BEFORE}`]);
  cpSync(before, after, { recursive: true });
  const runtime = path.join(after, 'node_modules', '@node-red', 'runtime');
  const applied = run(runtime, process.execPath, [path.join(tool, 'bin', 'cf-migrate'), 'apply', 'fs-to-r2', '--accept', '*', '--write', '--yes']);
  console.log(`${SPEC}, its runtime behind the seam: ${/wrote \d+ files/.exec(applied)?.[0] ?? applied.slice(-300)}`);
  const { preload, executed } = counted(runtime);
  const [was, is] = [await playNodeRed({ folder: before }), await playNodeRed({ folder: after, preload })];
  const different = differences(was, is);
  console.log(`  ${different.length === 0 ? 'EQUAL' : 'DIFFERENT'}: ${was.answers.length} answers over two starts, ${was.files.length} files with their content, ${was.log.length} lines of the log`);
  for (const line of different) console.log(line);
  const { calls, notCounted } = executed();
  const left = calls.filter((call) => !call.onNode);
  console.log(`  ${calls.length - left.length} of ${calls.length} rewritten calls executed on Node`);
  for (const { file, line, call } of left) console.log(`  not executed: ${file}:${line}  ${call}`);
  for (const { file, line, what, why } of notCounted) console.log(`  not counted: ${file}:${line}  ${what}  (${why})`);
  process.exitCode = different.length === 0 && was.answers.every((line) => / (?:200|204) /.test(line)) ? 0 : 1;
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
