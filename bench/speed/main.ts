/** `npm run bench`: how long a scan takes beside other tools, as ratios of one run on this machine, with the targets next to them. Timing only; it judges nothing else. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { home } from '../../core/home.js';
import { UNION, corpusNamed, fetchCorpus, makeUnion, sizeOf } from './corpora.js';
import { compare, runOnce } from './measure.js';
import { type Command, type Peers, node24, ours, preparePeers } from './peers.js';

const USAGE = `npm run bench -- [--rounds N] [--only TEXT] [--node FILE] [--dir DIR]

  --rounds  pairs of runs per row (3)
  --only    rows whose name holds this text
  --node    the Node that runs ours and the peers (24 by default)
  --dir     where programs and peers are kept (.bench)`;

interface Row {
  corpus: string;
  against: string;
  must: number;
  aim: number;
  theirs: (peers: Peers, folder: string) => Command;
  flags?: string[];
}

const COLD = ['--no-cache'];
const row = (corpus: string, against: string, must: number, aim: number, theirs: Row['theirs'], flags: string[] = COLD): Row => ({ corpus, against, must, aim, theirs, flags });

const gitStatus = (): Command => ({ name: 'git status', file: 'git', args: ['status', '--porcelain'] });

const ROWS: readonly Row[] = [
  row('uptime-kuma', 'ast-grep', 1.3, 1.0, (p, f) => p.astGrep(f)),
  row('ghost', 'ast-grep', 0.8, 0.6, (p, f) => p.astGrep(f)),
  row('effect', 'ast-grep', 0.5, 0.35, (p, f) => p.astGrep(f)),
  row('n8n-nodes-base', 'ast-grep', 0.5, 0.35, (p, f) => p.astGrep(f)),
  row('effect', 'oxlint with no-cycle', 1.5, 1.1, (p, f) => p.oxlint(f)),
  row('n8n-nodes-base', 'oxlint with no-cycle', 1.5, 1.1, (p, f) => p.oxlint(f)),
  row('ghost', 'madge', 0.2, 0.1, (p, f) => p.madge(f)),
  row('ghost', 'fast-glob + jscodeshift', 0.1, 0.05, (p, f) => p.visitor(f)),
];

const TABLE = { head: ['program', 'files', 'MB', 'against', 'ours s', 'theirs s', 'ratio', 'must', 'aim', ''], rule: '---' };
const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
const verdict = (ratio: number, must: number, aim: number): string => (ratio <= aim ? 'aim met' : ratio <= must ? 'must met' : 'MISSED');

interface Setting {
  root: string;
  peers: Peers;
  rounds: number;
}

async function measureRow({ root, peers, rounds }: Setting, { corpus, against, must, aim, theirs, flags = [] }: Row): Promise<string> {
  const folder = fetchCorpus(corpusNamed(corpus), root);
  const size = sizeOf(folder);
  const result = await compare(ours(peers.node, folder, ...flags), theirs(peers, folder), folder, rounds);
  return line([corpus, String(size.files), size.megabytes.toFixed(1), against, result.ours.toFixed(2), result.theirs.toFixed(2), result.ratio.toFixed(2), String(must), String(aim), verdict(result.ratio, must, aim)]);
}

/** A scan from the cache after one file was changed, beside `git status`. */
async function warmRow({ root, peers, rounds }: Setting): Promise<string> {
  const folder = fetchCorpus(corpusNamed('n8n-nodes-base'), root);
  const size = sizeOf(folder);
  let change = 0;
  const touch = (): void => writeFileSync(path.join(folder, 'index.js'), `// ${++change}\n`);
  const result = await compare(ours(peers.node, folder), gitStatus(), folder, rounds, touch);
  return line(['n8n-nodes-base, warm, one file changed', String(size.files), size.megabytes.toFixed(1), 'git status', result.ours.toFixed(2), result.theirs.toFixed(2), result.ratio.toFixed(2), '4', '2.5', verdict(result.ratio, 4, 2.5)]);
}

async function helpRow({ peers, rounds }: Setting): Promise<string> {
  const help: Command = { name: 'help', file: peers.node, args: [path.join(home, 'bin', 'cf-migrate'), '--help'] };
  const bare: Command = { name: 'node', file: peers.node, args: ['-e', '0'] };
  const result = await compare(help, bare, home, rounds * 5);
  return line(['--help', '-', '-', 'bare node', result.ours.toFixed(3), result.theirs.toFixed(3), result.ratio.toFixed(2), '1.3', '1.2', verdict(result.ratio, 1.3, 1.2)]);
}

async function memoryRow({ root, peers }: Setting): Promise<string> {
  for (const name of UNION.of) fetchCorpus(corpusNamed(name), root);
  const folder = makeUnion(root);
  const size = sizeOf(folder);
  const { seconds, megabytes } = await runOnce(ours(peers.node, folder, ...COLD), folder);
  const gigabytes = (megabytes ?? Number.NaN) / 1000;
  return line(['union, peak memory', String(size.files), size.megabytes.toFixed(1), '-', seconds.toFixed(2), '-', `${gigabytes.toFixed(2)} GB`, '1 GB', '0.4 GB', verdict(gigabytes, 1, 0.4)]);
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { rounds: { type: 'string', default: '3' }, only: { type: 'string', default: '' }, node: { type: 'string' }, dir: { type: 'string', default: path.join(home, '.bench') }, help: { type: 'boolean', default: false } } });
  if (values.help) return void console.log(USAGE);
  const root = path.resolve(values.dir);
  const node = values.node ?? node24(root);
  const setting: Setting = { root, peers: preparePeers(root, node), rounds: Number(values.rounds) };
  console.log([line(TABLE.head), line(TABLE.head.map(() => TABLE.rule))].join('\n'));
  const jobs = [
    ...ROWS.map((r) => ({ name: `${r.corpus} ${r.against}`, run: () => measureRow(setting, r) })),
    { name: 'warm git status', run: () => warmRow(setting) },
    { name: 'help', run: () => helpRow(setting) },
    { name: 'memory', run: () => memoryRow(setting) },
  ];
  for (const job of jobs.filter(({ name }) => name.includes(values.only))) console.log(await job.run());
}

await main();
