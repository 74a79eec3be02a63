/** The text of what opens files, in the seam and on the disk, where a FileHandle of fs is given as it is. */
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
});

export const diskHandles = (operations: ReadonlySet<string>): Texts => ({
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
