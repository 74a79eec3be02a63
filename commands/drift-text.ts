/** `cf-migrate rules drift`: runs the snippets on another workerd and words what came out otherwise. */
import { drift, type Drift, type Drifted, type DriftOptions } from '../pipeline/drift.js';
import type { World } from './world.js';

const said = ({ outcome, stage, text }: Drifted['before']): string => `${outcome}${stage ? ` at ${stage}` : ''}${text === undefined ? '' : `, ${text}`}`;

function row(one: Drifted): string {
  const date = one.since === one.on ? `since ${one.on}` : `${one.since} beside ${one.on}`;
  const platform = one.platform === 'node' ? ', platform node' : '';
  return `  ${one.snippet} (${date}${platform})\n    was  ${said(one.before)}\n    is   ${said(one.after)}\n    ${one.rules.join(', ')}\n`;
}

const section = (title: string, rows: string[]): string => (rows.length === 0 ? '' : `\n${title}\n${rows.join('')}`);

function textOf(found: Drift): string {
  const { flipped, newestFlipped, reworded, contradicted, leftOut } = found;
  return [
    `workerd ${found.after}, up to ${found.newest.after}, beside the evidence from workerd ${found.before}, up to ${found.newest.before}\n`,
    section('Other outcomes at the same compatibility date', flipped.map(row)),
    section('Other outcomes at the newest date of each', newestFlipped.map(row)),
    section('The same outcome in other words', reworded.map(row)),
    section('Verdicts that do not hold there', contradicted.map(({ rule, message }) => `  ${rule}: ${message}\n`)),
    `\n${found.compared} snippets compared${leftOut.length > 0 ? `, ${leftOut.length} left out whose packages are not installed` : ''}: `,
    `${flipped.length} flipped, ${newestFlipped.length} at the newest dates, ${reworded.length} said in other words, ${contradicted.length} verdicts contradicted\n`,
  ].join('');
}

/** Exit code 1 when something changed. */
export async function runDrift(options: DriftOptions, json: boolean, world: World): Promise<number> {
  const found = await drift(options);
  world.out(json ? `${JSON.stringify(found, null, 2)}\n` : textOf(found));
  return [found.flipped, found.newestFlipped, found.reworded, found.contradicted].some((list) => list.length > 0) ? 1 : 0;
}
