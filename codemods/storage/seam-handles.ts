/** The text of what opens and flushes files, in the seam and on the disk, where a FileHandle of fs is given as it is. */
import type { TextOptions, Texts } from './seam-operations.js';

/** `operations`: those of the seam, which tell how files are opened. */
export const handleTexts = ({ path }: TextOptions, operations: ReadonlySet<string>): Texts => ({
  open: {
    exports: 'open',
    code: `async function open(file‹: ${path}›, flags‹?: string›, mode‹?: number›) {
  const opened = await adapter.open(keyOf(file), flags, mode);
  if (opened === null) throw missing('open', file);
${operations.has('open-new') ? `  if (opened === false) throw Object.assign(new Error(\`EEXIST: file already exists, open '\${file}'\`), { errno: -17, code: 'EEXIST', syscall: 'open', path: file });
` : ''}  return opened;
}`,
  },
  'flush': {
    exports: 'flush',
    code: `// By the descriptor that a stream tells when it is open.
function flush(descriptor‹: number›, done‹: (error: Error | null) => void›) {
  adapter.flush(descriptor, done);
}`,
  },
  'flush-sync': {
    exports: 'flushSync',
    code: `// By the descriptor that a stream tells when it is open.
function flushSync(descriptor‹: number›) {
  adapter.flushSync(descriptor);
}`,
  },
});

export const diskHandles = (operations: ReadonlySet<string>): Texts => ({
  'flush': { exports: 'flush', code: `function flush(descriptor‹: number›, done‹: (error: Error | null) => void›) {
  fs.fsync(descriptor, done);
}` },
  'flush-sync': { exports: 'flushSync', code: `function flushSync(descriptor‹: number›) {
  fs.fsyncSync(descriptor);
}` },
  open: {
    exports: 'open',
    code: operations.has('open-new') ? `// Null: it is not there; false: it is there, where it must not be.
async function open(key‹: string›, flags‹?: string›, mode‹?: number | string›) {
  try {
    return await orNull(fs.promises.open(fileOf(key), flags, mode));
  } catch (error) {
    if (‹(›error‹ as NodeJS.ErrnoException)›.code === 'EEXIST') return false‹ as const›;
    throw error;
  }
}` : `function open(key‹: string›, flags‹?: string›, mode‹?: number | string›) {
  return orNull(fs.promises.open(fileOf(key), flags, mode));
}`,
  },
});
