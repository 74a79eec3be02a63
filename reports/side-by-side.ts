/** Lays a unified diff out as two columns: what a hunk takes out beside what it puts in. Changes no text and leaves no line out. */

export interface SideLine {
  number: number;
  text: string;
}

export type SideRow =
  | { kind: 'place'; text: string }
  | { kind: 'same'; before: SideLine; after: SideLine }
  | { kind: 'change'; before: SideLine | null; after: SideLine | null };

const HUNK = /^@@ -(\d+)(?:,\d+)? \+(\d+)(?:,\d+)? @@/;

/** The lines of one unified diff, its header among them; null when there is only one side, a file that is new or goes. */
export function sideBySide(lines: readonly string[]): SideRow[] | null {
  const body = lines.slice(Math.max(0, lines.findIndex((line) => HUNK.test(line))));
  if (!body.some((line) => line.startsWith('-')) || !body.some((line) => !line.startsWith('-') && !HUNK.test(line))) return null;
  const rows: SideRow[] = [];
  let [before, after] = [1, 1];
  let taken: SideLine[] = [];
  let put: SideLine[] = [];
  const flush = (): void => {
    for (let i = 0; i < Math.max(taken.length, put.length); i++) rows.push({ kind: 'change', before: taken[i] ?? null, after: put[i] ?? null });
    [taken, put] = [[], []];
  };
  for (const line of body) {
    const hunk = HUNK.exec(line);
    const text = line.slice(1);
    if (line.startsWith('-')) taken.push({ number: before++, text });
    else if (line.startsWith('+')) put.push({ number: after++, text });
    else {
      flush();
      if (hunk) [before, after] = [Number(hunk[1]), Number(hunk[2])];
      rows.push(hunk || line.startsWith('\\') ? { kind: 'place', text: line } : { kind: 'same', before: { number: before++, text }, after: { number: after++, text } });
    }
  }
  flush();
  return rows;
}
