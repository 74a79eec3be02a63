/** Reads a large text file of the user line by line, in constant memory. It looks into no folder, pipe or device. */
import { accessSync, closeSync, constants, openSync, readSync, statSync } from 'node:fs';

const CHUNK_BYTES = 1 << 18;
/** What is longer is cut here: no line of a log is, and a file without line ends must not fill the memory. */
const LONGEST_LINE_BYTES = 1 << 20;
const LINE_END = 0x0a;

/** Each line is a string of its own, so that keeping a part of one keeps no chunk alive. */
function* linesOf(descriptor: number): Generator<string> {
  const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
  let rest = Buffer.alloc(0);
  for (let size = readSync(descriptor, chunk, 0, CHUNK_BYTES, null); size > 0; size = readSync(descriptor, chunk, 0, CHUNK_BYTES, null)) {
    let start = 0;
    for (let end = chunk.indexOf(LINE_END); end !== -1 && end < size; end = chunk.indexOf(LINE_END, start)) {
      yield rest.length === 0 ? chunk.toString('utf8', start, end) : Buffer.concat([rest, chunk.subarray(start, end)]).toString('utf8');
      rest = Buffer.alloc(0);
      start = end + 1;
    }
    if (rest.length < LONGEST_LINE_BYTES) rest = Buffer.concat([rest, chunk.subarray(start, size)]);
  }
  if (rest.length > 0) yield rest.toString('utf8');
}

function* read(file: string): Generator<string> {
  const descriptor = openSync(file, 'r');
  try {
    yield* linesOf(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** The lines of `file`, an absolute path, without their ends; null when there is no such file, or none that may be read. */
export function readLines(file: string): Iterable<string> | null {
  if (statSync(file, { throwIfNoEntry: false })?.isFile() !== true) return null;
  try {
    accessSync(file, constants.R_OK);
  } catch {
    return null;
  }
  return read(file);
}
