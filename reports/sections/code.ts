/** The code before and after, as the diffs that apply would write. Long ones are cut; nothing is made up. */
import type { Dossier } from '../../core/dossier.js';
import { code as codeText, missing, type Block, type Inline, type Section } from '../blocks.js';
import { plural } from '../numbers.js';
import { codemodsOf } from '../summaries/codemods.js';

const LINES_OF_ONE = 160;
const LINES_IN_ALL = 1500;

type Diff = Dossier['diffs'][number];

const SOURCE = /\.[cm]?[jt]sx?$/;

/** Edited source first, then new source, then what is no code. */
const kindOf = (diff: Diff): number => (!SOURCE.test(diff.file) ? 2 : diff.removedLines > 0 ? 0 : 1);

const telling = (a: Diff, b: Diff): number => kindOf(a) - kindOf(b) || b.addedLines + b.removedLines - (a.addedLines + a.removedLines);

function captionOf(diff: Diff): Inline[] {
  const removed = diff.removedLines > 0 ? `, ${diff.removedLines} removed` : '';
  return [codeText(diff.file), `: ${plural(diff.addedLines, 'line')} added${removed}`];
}

export function code({ diffs, plan }: Dossier): Section {
  const section = { id: 'code', title: 'Code before and after' };
  if (diffs.length === 0) {
    return { ...section, blocks: [missing(plan ? 'The plan edits no file by machine.' : 'Not planned: the edits need the source.')] };
  }
  let left = LINES_IN_ALL;
  const blocks = diffs.toSorted(telling).map((diff, index): Block => {
    const lines = diff.diff.replace(/\n$/, '').split('\n');
    const shown = lines.slice(0, Math.min(LINES_OF_ONE, left));
    left -= shown.length;
    const block: Block = { kind: 'diff', caption: captionOf(diff), lines: shown, more: lines.length - shown.length };
    return index === 0 ? block : { kind: 'fold', summary: captionOf(diff), blocks: [{ ...block, caption: [codeText(diff.file)] }], bulk: true };
  });
  const codemods = plan ? codemodsOf(plan).map((name) => `cf-migrate apply ${name}`).join(' and ') : '';
  return { ...section, lead: `${plural(diffs.length, 'file')} that ${codemods || 'apply'} would edit. Nothing has been written.`, blocks };
}
