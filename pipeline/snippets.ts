/** Adds the source lines around each finding. Reads files of the project, each once. */
import type { Project } from '../core/project.js';
import type { Finding } from '../core/scan.js';

const AROUND = 2;
const MAX_WIDTH = 400;

export function withSnippets(findings: readonly Finding[], project: Project): Finding[] {
  const texts = new Map<string, string[] | null>();
  const linesOf = (file: string): string[] | null => {
    const known = texts.get(file);
    if (known !== undefined) return known;
    let lines: string[] | null = null;
    try {
      lines = project.read(file).split(/\r?\n/);
    } catch {
      lines = null; // Gone since it was parsed: the finding stands without its lines.
    }
    texts.set(file, lines);
    return lines;
  };
  return findings.map((finding) => {
    const lines = linesOf(finding.at.file);
    if (!lines || finding.at.line < 1) return finding;
    const from = Math.max(1, finding.at.line - AROUND);
    const shown = lines.slice(from - 1, finding.at.line + AROUND).map((line) => line.slice(0, MAX_WIDTH));
    return { ...finding, snippet: { from, lines: shown, mark: finding.at.line } };
  });
}
