/** The text of the operations that read and write JSON, as fs-extra, jsonfile and load-json-file do. Put together in seam.ts. */
import { type TextOptions, type Texts, modeArgument } from './seam-operations.js';

const WRITE_TYPE = "{ encoding?: BufferEncoding | null; mode?: number | string; spaces?: number | string; EOL?: string; finalEOL?: boolean; replacer?: ((key: string, value: any) => any) | (string | number)[] | null }";
const READ_TYPE = '{ encoding?: BufferEncoding | null; reviver?: ((key: string, value: any) => any) | null; throws?: boolean }';

/** Used by more than one operation. */
export const JSON_PARTS = {
  parse: `// A mark at the beginning is skipped, and an error names the file.
function parsed(file‹: unknown›, bytes‹: Buffer›, options‹?: ReadJson | BufferEncoding | null›)‹: any› {
  const { encoding, reviver, throws } = typeof options === 'object' && options !== null ? options : { encoding: options };
  try {
    return JSON.parse(bytes.toString(encoding ?? 'utf8').replace(/^\\uFEFF/, ''), reviver ?? undefined);
  } catch (error) {
    if (throws === false) return null;
    ‹(›error‹ as Error)›.message = \`\${file}: \${‹(›error‹ as Error)›.message}\`;
    throw error;
  }
}`,
  print: `function printed(value‹: unknown›, options‹?: WriteJson | BufferEncoding | null›) {
  const { EOL = '\\n', finalEOL = true, replacer = null, spaces } = typeof options === 'object' && options !== null ? options : {}‹ as WriteJson›;
  return JSON.stringify(value, replacer‹ as null›, spaces).replace(/\\n/g, EOL) + (finalEOL ? EOL : '');
}`,
  types: `‹type ReadJson = ${READ_TYPE};
type WriteJson = ${WRITE_TYPE};›`,
};

export const jsonTexts = (options: TextOptions): Texts => ({
  'read-json': {
    exports: 'readJson',
    code: `async function readJson(file‹: ${options.path}›, options‹?: ReadJson | BufferEncoding | null›)‹: Promise<any>› {
  const bytes = await adapter.get(keyOf(file));
  if (bytes === null) throw missing('open', file);
  return parsed(file, bytes, options);
}`,
  },
  'read-json-or-none': {
    exports: 'readJsonOrNone',
    code: `// Looks for it and reads it at once: undefined, which is no JSON, where has would say no.
async function readJsonOrNone(file‹: ${options.path}›, options‹?: ReadJson | BufferEncoding | null›)‹: Promise<any>› {
  const bytes = file ? await adapter.getOrNone(keyOf(file)) : null;
  return bytes === null ? undefined : parsed(file, bytes, options);
}`,
  },
  'load-json': {
    exports: 'loadJson',
    code: `// Asked not to throw, it gives nothing for a file that is not there, too.
async function loadJson(file‹: ${options.path}›, options‹?: ReadJson | BufferEncoding | null›)‹: Promise<any>› {
  const bytes = await adapter.get(keyOf(file));
  if (bytes !== null) return parsed(file, bytes, options);
  if (typeof options === 'object' && options?.throws === false) return null;
  const error = missing('open', file);
  error.message = \`\${file}: \${error.message}\`;
  throw error;
}`,
  },
  'write-json': {
    exports: 'writeJson',
    code: `async function writeJson(file‹: ${options.path}›, value‹: unknown›, options‹?: WriteJson | BufferEncoding | null›) {
  await adapter.put(keyOf(file), bytesOf(printed(value, options), options)${modeArgument(options)});
}`,
  },
  'output-json': {
    exports: 'outputJson',
    code: `// The folder is made where it is missing.
async function outputJson(file‹: ${options.path}›, value‹: unknown›, options‹?: WriteJson | BufferEncoding | null›) {
  await adapter.makeFolder(path.posix.dirname(keyOf(file)), { recursive: true });
  await adapter.put(keyOf(file), bytesOf(printed(value, options), options)${modeArgument(options)});
}`,
  },
});
