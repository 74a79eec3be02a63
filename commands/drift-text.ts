/** `cf-migrate rules drift`: runs the snippets on another workerd and words what came out otherwise, within 80 columns. */
import { drift, type Drifted, type DriftOptions, type ExportChange, type FoundDrift } from '../pipeline/drift.js';
import { wrap } from '../reports/terminal/wrap.js';
import type { World } from './world.js';

const WIDTH = 80;

/** Lines behind a label; those after the first stand below its end, or at `deeper`. */
const paragraph = (text: string, label: string, deeper = ' '.repeat(label.length)): string => `${wrap(text, WIDTH - deeper.length).map((line, index) => `${index === 0 ? label : deeper}${line}`).join('\n')}\n`;

const said = ({ outcome, stage, text }: Drifted['before']): string => `${outcome}${stage ? ` at ${stage}` : ''}${text === undefined ? '' : `, ${text}`}`;

function row(one: Drifted): string {
  const date = one.since === one.on ? `since ${one.on}` : `${one.since} beside ${one.on}`;
  const platform = one.platform === 'node' ? ', platform node' : '';
  return `  ${one.snippet} (${date}${platform})\n${paragraph(said(one.before), '    was  ')}${paragraph(said(one.after), '    is   ')}${paragraph(one.rules.join(', '), '    of   ')}`;
}

/** Exports of one module that changed on the same day, in a line. */
function exportRows(changes: readonly ExportChange[]): string[] {
  const title = ({ module, since }: ExportChange): string => `${module}, since ${since}`;
  return [...new Set(changes.map(title))].map((one) => paragraph(`${one}: ${changes.filter((change) => title(change) === one).map(({ name }) => name).join(', ')}`, '  ', '    '));
}

const section = (title: string, rows: string[]): string => (rows.length === 0 ? '' : `\n${title}\n${rows.join('')}`);

/** An older workerd shows the way back: what is missing there came since. */
const direction = ({ newest }: FoundDrift): string => (newest.after < newest.before ? 'That one is older: what vanishes or is a stub there was added since.\n' : '');

function sectionsOf({ exports, flipped, newestFlipped, reworded, contradicted }: FoundDrift): string[] {
  return [
    section('Exports that appeared', exportRows(exports.appeared)),
    section('Exports that vanished', exportRows(exports.vanished)),
    section('Stubs that began to work', exportRows(exports.began)),
    section('Functions that are stubs there', exportRows(exports.stopped)),
    section('Exports of another kind', exportRows(exports.otherwise)),
    section('Other outcomes at the same compatibility date', flipped.map(row)),
    section('Other outcomes at the newest date of each', newestFlipped.map(row)),
    section('The same outcome in other words', reworded.map(row)),
    section('Verdicts that do not hold there', contradicted.map(({ rule, message }) => paragraph(`${rule}: ${message}`, '  ', '    '))),
  ];
}

function counts({ exports, compared, leftOut, flipped, newestFlipped, reworded, contradicted }: FoundDrift): string {
  const { appeared, vanished, began, stopped, otherwise } = exports;
  return [
    `\nExports: ${appeared.length} appeared, ${vanished.length} vanished, ${began.length} stubs began to work, ${stopped.length} are stubs there${otherwise.length > 0 ? `,\n${otherwise.length} of another kind` : ''}\n`,
    `${compared} ${compared === 1 ? 'snippet' : 'snippets'} compared${leftOut.length > 0 ? `, ${leftOut.length} left out whose packages are not installed` : ''}:\n`,
    `${flipped.length} flipped, ${newestFlipped.length} at the newest dates, ${reworded.length} said in other words, ${contradicted.length} verdicts contradicted\n`,
  ].join('');
}

const textOf = (found: FoundDrift): string => [
  `workerd ${found.after}, up to ${found.newest.after}, beside the evidence\nfrom workerd ${found.before}, up to ${found.newest.before}\n`,
  direction(found), ...sectionsOf(found), counts(found),
].join('');

/** Exit code 1 when something changed. */
export async function runDrift(options: DriftOptions, json: boolean, world: World): Promise<number> {
  const found = await drift(options);
  world.out(json ? `${JSON.stringify(found, null, 2)}\n` : textOf(found));
  return [found.flipped, found.newestFlipped, found.reworded, found.contradicted, ...Object.values(found.exports)].some((list) => list.length > 0) ? 1 : 0;
}
