/** Stage one: every source file of the project read, parsed and walked once. A file that cannot be read is a skipped row. */
import { analyzeFile } from '../analyzers/index.js';
import type { FileFacts, SkippedFile } from '../core/facts.js';
import type { Project } from '../core/project.js';

export interface FactsOfProject {
  facts: FileFacts[];
  skipped: SkippedFile[];
}

export function readFacts(project: Project): FactsOfProject {
  const facts: FileFacts[] = [];
  const skipped: SkippedFile[] = [...project.skipped];
  for (const file of project.sources) {
    let text: string;
    try {
      text = project.read(file);
    } catch (error) {
      skipped.push({ file, reason: 'unreadable', detail: (error as NodeJS.ErrnoException).code ?? 'cannot be read' });
      continue;
    }
    if (text.includes('\0')) {
      skipped.push({ file, reason: 'binary', detail: 'it contains NUL bytes' });
      continue;
    }
    const result = analyzeFile(file, text.startsWith('\uFEFF') ? text.slice(1) : text);
    if ('facts' in result) facts.push(result.facts);
    else skipped.push(result.skipped);
  }
  return { facts, skipped: skipped.sort((a, b) => (a.file < b.file ? -1 : 1)) };
}
