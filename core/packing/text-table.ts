/** Texts by number, each held once. What stands in a file is cut out of one long text when it is asked for, and no sooner. */

/** All characters of a table in two rows: those of texts that fit into single bytes, and those of all others. */
export interface SavedTexts {
  /** Length of each text in characters; negative, less one, for those in `wide`. */
  lengths: Int32Array;
  narrow: Buffer;
  /** UTF-16, little endian. */
  wide: Buffer;
}

export interface TextTable {
  at(id: number): string;
  idOf(text: string): number;
  size(): number;
  saved(): SavedTexts;
}

const NO_TEXTS: SavedTexts = { lengths: new Int32Array(0), narrow: Buffer.alloc(0), wide: Buffer.alloc(0) };

const isWide = (text: string): boolean => /[\u0100-\uFFFF]/.test(text);

/** Where each text begins in its row. */
function startsOf(lengths: Int32Array): Int32Array {
  const starts = new Int32Array(lengths.length);
  let narrow = 0;
  let wide = 0;
  lengths.forEach((length, id) => {
    starts[id] = length < 0 ? wide : narrow;
    if (length < 0) wide -= length + 1;
    else narrow += length;
  });
  return starts;
}

const joined = (texts: readonly string[], encoding: 'latin1' | 'utf16le'): Buffer => Buffer.from(texts.join(''), encoding);

export function textTable(before: SavedTexts = NO_TEXTS): TextTable {
  const { lengths } = before;
  const known = lengths.length;
  const starts = startsOf(lengths);
  const narrow = before.narrow.toString('latin1');
  const wide = before.wide.toString('utf16le');
  const texts: (string | undefined)[] = Array.from({ length: known });
  const added: string[] = [];
  let ids: Map<string, number> | null = null;
  const cut = (id: number): string => {
    const length = lengths[id] ?? 0;
    const start = starts[id] ?? 0;
    return length < 0 ? wide.slice(start, start - length - 1) : narrow.slice(start, start + length);
  };
  const at = (id: number): string => (id < known ? (texts[id] ??= cut(id)) : added[id - known] ?? '');
  const indexed = (): Map<string, number> => {
    const index = new Map<string, number>();
    for (let id = 0; id < known; id++) index.set(at(id), id);
    return index;
  };
  return {
    at,
    idOf(text) {
      ids ??= indexed();
      const before = ids.get(text);
      if (before !== undefined) return before;
      const id = known + added.push(text) - 1;
      ids.set(text, id);
      return id;
    },
    size: () => known + added.length,
    saved: () => ({
      lengths: Int32Array.from([...lengths, ...added.map((text) => (isWide(text) ? -text.length - 1 : text.length))]),
      narrow: Buffer.concat([before.narrow, joined(added.filter((text) => !isWide(text)), 'latin1')]),
      wide: Buffer.concat([before.wide, joined(added.filter(isWide), 'utf16le')]),
    }),
  };
}
