/** The code before and after, as the diffs that apply would write. Long ones are cut; nothing is made up. */
import type { Dossier } from '../../core/dossier.js';
import { code as codeText, missing, type Block, type Section } from '../blocks.js';
import { plural } from '../numbers.js';

const LINES_OF_ONE = 200;
const LINES_IN_ALL = 2000;

export function code({ diffs, plan }: Dossier): Section {
  const section = { id: 'code', title: 'Code before and after' };
  if (diffs.length === 0) {
    return { ...section, blocks: [missing(plan ? 'The plan edits no file by machine.' : 'Not planned: the edits need the source.')] };
  }
  let left = LINES_IN_ALL;
  const blocks = diffs.map((diff, index): Block => {
    const lines = diff.diff.replace(/\n$/, '').split('\n');
    const shown = lines.slice(0, Math.min(LINES_OF_ONE, left));
    left -= shown.length;
    const caption = [codeText(diff.file), `: ${plural(diff.addedLines, 'line')} added, ${diff.removedLines} removed (component `, codeText(diff.component), ')'];
    const block: Block = { kind: 'diff', caption, lines: shown, more: lines.length - shown.length };
    return index === 0 ? block : { kind: 'fold', summary: caption, blocks: [{ ...block, caption: [codeText(diff.file)] }] };
  });
  const lead = `${plural(diffs.length, 'file')} that ${plan?.codemod ? `cf-migrate apply ${plan.codemod}` : 'apply'} would edit. Nothing has been written.`;
  return { ...section, lead, blocks };
}
