/** `npm run accuracy`: fetches the labelled programs, scans them with the scan as it is here, and prints how right it was. It has no opinion on how right is enough. */
import path from 'node:path';
import { parseArgs } from 'node:util';
import { home } from '../../core/home.js';
import { scanFolder } from '../../pipeline/scan.js';
import { corpusTable } from './corpus-table.js';
import { fetchProgram, programCache } from './fetch.js';
import { type LabelledProgram, labelledPrograms, readLabels } from './labels.js';
import { sampleFindings, sampleLine } from './sample.js';
import { type Score, addScores, scoreScan } from './score.js';
import { areaRows, differences, markdownTable, plainTable, programRows, remarks, totalLine } from './tables.js';

const USAGE = `npm run accuracy -- [--program NAME]... [--list] [--markdown] [--cache DIR]
npm run accuracy -- --sample NAME@VERSION [--below FOLDER] [--count N]

  --program   only this labelled program, more than once for several
  --list      also every miss, false alarm, look-alike hit and wrong purpose
  --markdown  the tables of docs/accuracy.md
  --cache     where the unpacked programs are kept
  --sample    findings of a program to be read by hand, always the same for the same scan
  --below     of these, only those in files below this folder
  --count     how many (20)`;

const LABELS = path.join(home, 'bench', 'labels');

function readOptions(): ReturnType<typeof parseOptions> | null {
  try {
    return parseOptions();
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
    return null;
  }
}

const parseOptions = () => parseArgs({
  options: {
    program: { type: 'string', multiple: true, default: [] },
    list: { type: 'boolean', default: false },
    markdown: { type: 'boolean', default: false },
    cache: { type: 'string', default: programCache() },
    sample: { type: 'string' },
    below: { type: 'string', default: '' },
    count: { type: 'string', default: '20' },
    help: { type: 'boolean', default: false },
  },
}).values;

type Options = ReturnType<typeof parseOptions>;

interface Scored {
  name: string;
  set: LabelledProgram['set'];
  score: Score;
}

function scoreAll(options: Options): Scored[] {
  const known = labelledPrograms(LABELS);
  const strange = options.program.find((name) => !known.some((program) => program.name === name));
  if (strange) throw new Error(`No labels for "${strange}". There are: ${known.map((program) => program.name).join(', ')}.`);
  return known.filter((program) => options.program.length === 0 || options.program.includes(program.name)).map((program) => {
    const { scan } = scanFolder(fetchProgram(program.package, options.cache));
    return { name: program.name, set: program.set, score: scoreScan(scan, readLabels(LABELS, program.name)) };
  });
}

const block = (name: string, score: Score, list: boolean): string => [name, plainTable(areaRows(score)), ...remarks(score), ...(list ? differences(score) : []), ''].join('\n');

interface Total {
  /** What the printed line begins with; the given programs come last and keep the bare TOTAL. */
  prefix: string;
  name: string;
  score: Score;
}

/** One sum per set that has programs here: the two kinds say different things and are never added up. */
function totals(scored: readonly Scored[]): Total[] {
  const sumOfSet = (set: Scored['set']): Score[] => scored.filter((entry) => entry.set === set).map((entry) => entry.score);
  return ([['held-out', 'HELD-OUT '], ['given', '']] as const).flatMap(([set, prefix]) => {
    const scores = sumOfSet(set);
    return scores.length > 0 ? [{ prefix, name: `all ${set}`, score: addScores(scores) }] : [];
  });
}

function inPlainText(scored: readonly Scored[], list: boolean): string {
  const sums = totals(scored);
  const overview = plainTable(programRows(scored));
  return [
    ...scored.map(({ name, score }) => block(name, score, list)),
    ...(scored.length > 1 ? sums.map(({ name, score }) => block(`${name} programs`, score, false)) : []),
    overview, '', ...scored.map(({ name, score }) => `${name}  ${totalLine(score)}`),
    ...sums.map(({ prefix, score }) => `${prefix}${totalLine(score)}`),
  ].join('\n');
}

function inMarkdown(scored: readonly Scored[]): string {
  const sums = totals(scored);
  const named = [...scored, ...sums];
  return [markdownTable(programRows(named)), ...named.map(({ name, score }) => `### ${name}\n\n${markdownTable(areaRows(score))}`), ...sums.map(({ prefix, score }) => `    ${prefix}${totalLine(score)}`)].join('\n\n');
}

function sample(spec: string, options: Options): string {
  const { scan } = scanFolder(fetchProgram(spec, options.cache));
  const below = scan.findings.filter((finding) => finding.at.file.startsWith(options.below));
  const lines = sampleFindings(below, Number(options.count)).map(sampleLine);
  return [`${below.length} findings${options.below ? ` below ${options.below}` : ''}, ${lines.length} of them:`, ...lines].join('\n');
}

function main(): number {
  const options = readOptions();
  if (!options) return 2;
  if (options.help) console.log(USAGE);
  else if (options.sample) console.log(sample(options.sample, options));
  else {
    console.log(options.markdown ? inMarkdown(scoreAll(options)) : inPlainText(scoreAll(options), options.list));
    if (options.program.length === 0) console.log(`\n${corpusTable(options.markdown ? 'markdown' : 'plain', options.list)}`);
  }
  return 0;
}

process.exitCode = main();
