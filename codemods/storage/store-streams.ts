/** The text of streams and open files over a store: what fs tells of them (`open`, `ready`, `close`) is told, too. Where the pieces come from is each store's own. */
import type { NewModule } from '../shared/render.js';
import type { AdapterText } from './adapter-text.js';
import { JOINS_FORM } from './forms.js';
import { openFiles } from './store-handles.js';

type Texts = Record<string, NewModule['body'][number]>;

const READ_OPTIONS = '{ encoding?: BufferEncoding; start?: number; end?: number; highWaterMark?: number }';

const readStream = (pieces: string): string => `function readStream(key‹: string›, options‹: ${READ_OPTIONS} | BufferEncoding | undefined›, missing‹: () => Error›) {
  const { encoding, start = 0, end = Infinity, highWaterMark }‹: ${READ_OPTIONS}› = typeof options === 'string' ? { encoding: options } : options ?? {};
  let pieces‹: AsyncIterator<Uint8Array>›;
  const stream‹: Readable› = new Readable({
    ...(encoding ? { encoding } : {}),
    ...(highWaterMark ? { highWaterMark } : {}),
    construct(done) {
      ${pieces}(key, start, end).then((found) => {
        if (found === null) return done(missing());
        pieces = found;
        done();
        stream.emit('open');
        stream.emit('ready');
      }, done);
    },
    read() {
      pieces.next().then(({ done, value }) => stream.push(done ? null : Buffer.from(value)), (error) => stream.destroy(error));
    },
  });
  return Object.assign(stream, { close: (done‹?: () => void›) => void stream.destroy(undefined).once('close', done ?? (() => {})) });
}`;

/** `pieces`: name of the function that reads a document piece by piece. */
export const storeStreams = (adapter: AdapterText): Texts => ({
  'read-stream': { exports: 'readStream', code: readStream('piecesOf') },
  'flush': { exports: 'flush', code: `// A stream is put when it ends: there is nothing to flush before.
function flush(_descriptor‹: unknown›, done‹: (error: Error | null) => void›) {
  queueMicrotask(() => done(null));
}` },
  'flush-sync': { exports: 'flushSync', code: `// A stream is put when it ends: there is nothing to flush before.
function flushSync(_descriptor‹: unknown›) {}` },
  ...openFiles(adapter),
});

/** Options of a write stream, where every store takes them apart. */
export const WRITE_OPTIONS = '{ encoding?: BufferEncoding; highWaterMark?: number }';

/** What the stream depends on beside its store. */
export interface WriteStreamText {
  /** The operations that the adapter has, those included that others are made of. */
  used: readonly string[];
  /** A Worker may be stopped once its answer is out. */
  onWorkers: boolean;
}

/** Streams that are open, where files can be removed as well. */
export const draftParts = ({ used }: Pick<WriteStreamText, 'used'>): NewModule['body'] => (removesDrafts(used) ? [{ code: `// Streams that are not put yet. On a disk what they write can be removed already, and is gone then.
const drafts = new Set‹<{ key: string; removed: boolean }>›();

function removeDrafts(key‹: string›) {
  const found = [...drafts].filter((draft) => !draft.removed && (draft.key === key || draft.key.startsWith(\`\${key}/\`)));
  for (const draft of found) draft.removed = true;
  return found.length > 0;
}` }] : []);

export const removesDrafts = (used: readonly string[]): boolean => used.includes('write-stream') && used.includes('remove');

/** Of a stream: what is put at its end, unless it was removed. `abort` and `erase`: expressions. */
export const endOfDraft = ({ used }: WriteStreamText, abort: string, erase: string): string => (removesDrafts(used) ? `
  const finish = async () => {
    if (draft.removed) return ${abort};
    await complete();
    if (draft.removed) await ${erase};
  };` : '');

/** `members`: how the stream writes and ends, as members of the options of a Writable. */
export const writeStream = ({ used, onWorkers }: WriteStreamText, before: string, members: string): string => `function writeStream(key‹: string›, options‹?: ${WRITE_OPTIONS} | BufferEncoding›) {
  const { encoding, highWaterMark }‹: ${WRITE_OPTIONS}› = typeof options === 'string' ? { encoding: options } : options ?? {};
${removesDrafts(used) ? '  const draft = { key, removed: false };\n' : ''}${before}
  const stream = Object.assign(new Writable({
    defaultEncoding: encoding ?? 'utf8',
    ...(highWaterMark ? { highWaterMark } : {}),
    construct(done) {${onWorkers ? `
      // Also when the answer is out before, or nobody waits for it.
      waitUntil(new Promise((resolve) => stream.once('close', resolve)));` : ''}
      done();
      stream.emit('open');
      stream.emit('ready');
    },
${members.replace('complete()', removesDrafts(used) ? 'finish()' : 'complete()')}
  }), { bytesWritten: 0, close: (done‹?: () => void›)‹: void› => void stream.once('close', done ?? (() => {})).end() })‹ as Writable & { bytesWritten: number; close(done?: () => void): void }›;
${removesDrafts(used) ? `  drafts.add(draft);
  stream.once('close', () => drafts.delete(draft));
` : ''}${used.includes('incoming') ? JOINS_FORM : ''}  return stream;
}`;
