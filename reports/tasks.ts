/** The migration path alone, as a Markdown checklist that an issue or a wiki page takes as it is. */
import type { Dossier } from '../core/dossier.js';
import { inlineMarkdown } from './markdown.js';
import { days } from './numbers.js';

export function renderTasksMarkdown({ scan, plan }: Dossier): string {
  const waves = (plan?.waves ?? []).map((wave, index) => [
    `## Wave ${index}: ${inlineMarkdown(wave.title)}`,
    '',
    ...wave.tasks.map((task) => `- [ ] ${inlineMarkdown(task)}`),
    `- [ ] **Proof:** ${inlineMarkdown(wave.check)}`,
    '',
    `${days(wave.effortDays)}, uncalibrated. Stands still: ${inlineMarkdown(wave.frozen)}. Way back: ${inlineMarkdown(wave.back)}.`,
  ].join('\n'));
  return `${[`# ${inlineMarkdown(scan.name)}: tasks of the migration`, ...waves].join('\n\n')}\n`;
}
