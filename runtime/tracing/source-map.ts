/** Reads source maps of version 3, as far as they lead into files that somebody asks for. Runs inside of the traced process, so it uses nothing but the language. */

/** Of one line of generated code, in the order of their columns; lines and columns count from 0. */
type Segment = [column: number, source: number, line: number, originalColumn: number];

export interface SourceMap {
  sources: string[];
  contents: (string | null)[];
  lines: Segment[][];
}

export interface Original {
  source: number;
  line: number;
  column: number;
}

const DIGITS = new Map([...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'].map((digit, value) => [digit, value]));

/** The numbers of one segment. */
function decoded(text: string): number[] {
  const numbers: number[] = [];
  let value = 0;
  let shift = 0;
  for (const digit of text) {
    const bits = DIGITS.get(digit) ?? 0;
    value += (bits & 31) << shift;
    shift += 5;
    if (bits & 32) continue;
    numbers.push(value & 1 ? -(value >>> 1) : value >>> 1);
    value = 0;
    shift = 0;
  }
  return numbers;
}

function segmentsOf(mappings: string): Segment[][] {
  let [source, line, column] = [0, 0, 0];
  return mappings.split(';').map((text) => {
    let generated = 0;
    const segments: Segment[] = [];
    for (const part of text === '' ? [] : text.split(',')) {
      const [first = 0, second, third = 0, fourth = 0] = decoded(part);
      generated += first;
      if (second === undefined) continue;
      source += second;
      line += third;
      column += fourth;
      segments.push([generated, source, line, column]);
    }
    return segments.sort((a, b) => a[0] - b[0]);
  });
}

interface RawMap {
  sources?: unknown;
  sourcesContent?: unknown;
  sourceRoot?: unknown;
  mappings?: unknown;
}

const texts = (value: unknown): (string | null)[] => (Array.isArray(value) ? value.map((item: unknown) => (typeof item === 'string' ? item : null)) : []);

/** The map in `json`; null when it is none, or is made of sections, which no transform of single files makes. */
export function sourceMapOf(json: string): SourceMap | null {
  const raw = JSON.parse(json) as RawMap | null;
  if (typeof raw?.mappings !== 'string') return null;
  const prefix = typeof raw.sourceRoot === 'string' && raw.sourceRoot !== '' ? `${raw.sourceRoot.replace(/\/$/, '')}/` : '';
  return { sources: texts(raw.sources).map((source) => prefix + (source ?? '')), contents: texts(raw.sourcesContent), lines: segmentsOf(raw.mappings) };
}

/** What stands at or before a generated place, on its line. */
export function originalOf(map: SourceMap, line: number, column: number): Original | null {
  const segments = map.lines[line] ?? [];
  let [low, high] = [0, segments.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((segments[middle]?.[0] ?? 0) <= column) low = middle + 1;
    else high = middle;
  }
  const found = segments[low - 1];
  return found ? { source: found[1], line: found[2], column: found[3] } : null;
}
