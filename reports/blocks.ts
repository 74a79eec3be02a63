/** What a report is made of: sections of blocks of text, as plain data that each format renders in its own way. No markup, no escaping here. */

export type Tone = 'danger' | 'warning' | 'info' | 'good' | 'quiet';

export type Inline =
  | string
  | { code: string }
  | { strong: string }
  | { at: { file: string; line: number } }
  | { chip: string; tone: Tone }
  /** An aside of less weight. */
  | { small: string }
  /** Leads to the block with this id, where the format can. */
  | { to: string; text: string }
  /** Only http and https addresses become links; everything else is shown as text. */
  | { href: string; text: string };

export type Text = string | Inline[];

export interface Column {
  title: string;
  kind?: 'number' | 'text';
}

export interface Row {
  cells: Text[];
  tone?: Tone;
}

export interface TableBlock {
  kind: 'table';
  caption: string;
  columns: Column[];
  rows: Row[];
  /** Totals. */
  foot?: Text[];
  /** Rows shown before the rest is folded; all when absent. */
  show?: number;
  /** A filter box is offered where the format can. */
  filter?: boolean;
}

export interface Card {
  title: string;
  badge?: { text: string; tone: Tone };
  facts: { name: string; value: Text }[];
  /** The move the report argues for. */
  best?: boolean;
}

export interface RangeBar {
  label: string;
  value: string;
  low: number;
  likely: number;
  high: number;
  best?: boolean;
  /** Lines that are not priced: the bar is a lower bound. */
  open?: boolean;
}

export interface SharePart {
  label: string;
  value: number;
  text: string;
  tone: Tone;
}

export interface TreemapCell {
  label: string;
  weight: number;
  text: string;
  tone: Tone;
}

/** A group of modules or bindings in the picture. */
export interface PictureBox {
  title: string;
  tone: Tone;
  items: string[];
  more: number;
}

/** A box of a graph: `text` is said in full, `label` is shown as far as there is room. */
export interface GraphNode {
  id: string;
  label: string;
  text: string;
  tone: Tone;
}

export interface GraphEdge {
  from: string;
  to: string;
  /** Cut by the move. */
  strong: boolean;
  label: string;
  text: string;
}

export type Block =
  | { kind: 'paragraph'; text: Text }
  | { kind: 'note'; tone: Tone; title: string; text: Text; list?: Text[] }
  | { kind: 'answer'; kicker: string; title: string; text: Text; beside: { kicker: string; title: string; text: Text } }
  /** `dense` facts stand side by side where there is room. */
  | { kind: 'facts'; rows: { name: string; value: Text }[]; dense?: boolean }
  | { kind: 'list'; style: 'bullet' | 'number' | 'task'; items: Text[] }
  | { kind: 'cards'; caption: string; cards: Card[] }
  | TableBlock
  | { kind: 'code'; caption: Text; from: number; mark: number; lines: string[] }
  | { kind: 'diff'; caption: Text; lines: string[]; more: number }
  | { kind: 'ranges'; title: string; description: string; bars: RangeBar[] }
  /** Lines over a logarithmic scale; `points` are factor and amount. */
  | { kind: 'lines'; title: string; description: string; series: { label: string; best: boolean; points: [factor: number, amount: number][] }[] }
  | { kind: 'share'; title: string; description: string; parts: SharePart[] }
  | { kind: 'treemap'; title: string; description: string; cells: TreemapCell[] }
  | { kind: 'graph'; title: string; description: string; columns: { title: string; nodes: GraphNode[] }[]; edges: GraphEdge[] }
  | { kind: 'picture'; title: string; description: string; before: PictureBox[]; after: PictureBox[]; arrows: { from: number; to: number; label: string }[] }
  | { kind: 'decision'; id: string; question: string; options: { id: string; title: string; consequence: string; isDefault: boolean }[]; answer: string | null; owner: string; due: string; evidence: Text[] }
  /** `bulk` stays folded on paper. */
  | { kind: 'fold'; summary: Text; blocks: Block[]; bulk?: boolean }
  | { kind: 'group'; id: string; title: Text; blocks: Block[] };

export type BlockKind = Block['kind'];
export type BlockOf<K extends BlockKind> = Extract<Block, { kind: K }>;

export interface Section {
  id: string;
  title: string;
  lead?: Text;
  blocks: Block[];
}

export const code = (text: string): Inline => ({ code: text });

/** A sentence of the plan, in which names of the program stand between backticks. */
export const coded = (text: string): Inline[] => text.split('`').flatMap((part, index): Inline[] => (part === '' ? [] : [index % 2 === 1 ? code(part) : part]));
export const strong = (text: string): Inline => ({ strong: text });
export const at = (place: { file: string; line: number }): Inline => ({ at: { file: place.file, line: place.line } });
export const small = (text: string): Inline => ({ small: text });
export const chip = (text: string, tone: Tone): Inline => ({ chip: text, tone });

export const paragraph = (...text: Inline[]): Block => ({ kind: 'paragraph', text });

/** Says in one line why there is nothing to show. */
export const missing = (text: string): Block => ({ kind: 'paragraph', text });

/** Items as one phrase, the ones beyond the limit as a number: `a, b and 3 more`. */
export function listed(items: Inline[], limit = items.length): Inline[] {
  const { shown, more } = fewOf(items, limit);
  const parts: Inline[] = more > 0 ? [...shown, `${more} more`] : shown;
  return parts.flatMap((part, index) => (index === 0 ? [part] : [index === parts.length - 1 ? ' and ' : ', ', part]));
}

export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** Parts as sentences: each ends with one full stop. */
export const sentences = (parts: string[]): string => parts.filter((part) => part.trim() !== '').map((part) => part.replace(/[.;\s]*$/, '.')).join(' ');

/** The head of a long text, cut at a word. */
export function clip(text: string, length: number): string {
  if (text.length <= length) return text;
  const head = text.slice(0, length - 1);
  const space = head.lastIndexOf(' ');
  return `${space > length / 2 ? head.slice(0, space) : head}…`;
}

/** At most `limit` items, and how many were left out. */
export function fewOf<T>(items: T[], limit: number): { shown: T[]; more: number } {
  return { shown: items.slice(0, limit), more: Math.max(0, items.length - limit) };
}
