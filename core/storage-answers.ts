/** Calls of web frameworks that hand out stored files or take them in, and what they become on the seam: an answer made of the document, a store for uploads. Planning and codemods agree on this list. */
import type { ArgumentShape } from './program.js';

export type AnswerOperation = 'send' | 'download' | 'serve' | 'uploads';

type Value = string | number | boolean | null | undefined;

const OPERATIONS: Record<string, AnswerOperation> = {
  'express.Response.sendFile': 'send',
  'express.Response.sendfile': 'send',
  'express.Response.download': 'download',
  'express.static': 'serve',
  'multer': 'uploads',
  'multer.diskStorage': 'uploads',
};

const any = (): boolean => true;
const ALLOWED: Record<string, (value: Value) => boolean> = {
  root: any, dotfiles: any, headers: any, etag: any, lastModified: any, cacheControl: any, acceptRanges: any, immutable: any, maxAge: any, maxage: any, index: any, extensions: any, start: any, end: any,
  fallthrough: any, redirect: any, setHeaders: any,
};

/** What is served by others asks the disk itself: by origin, in words. */
const BY_HAND: readonly [origin: RegExp, reason: string][] = [
  [/^(?:koa-static|@koa\/static|koa-mount-static)\b/, 'koa-static serves a folder of the disk; answer by a route that reads the document, or serve it from the bucket'],
  [/^koa-send\b/, 'koa-send reads the disk itself; set the body to the document instead'],
  [/^@fastify\/static\b|^fastify\.Reply\.(?:sendFile|download)$/, '@fastify/static serves a folder of the disk; answer by a route that reads the document, or serve it from the bucket'],
  [/^(?:serve-static|send|sirv|serve-handler|serve-index|ecstatic|node-static|express-static-gzip|serve-favicon|@fastify\/send)\b/, 'it serves the disk itself, to servers without Express; answer by a route that reads the document, or serve it from the bucket'],
  [/^(?:koa-multer|@koa\/multer)\b/, 'multer writes uploads to the disk itself; keep them in memory (memoryStorage) and put them, or let the browser upload to the bucket with a presigned address'],
  [/^express\.Request\.files\b.*\.mv$/, 'express-fileupload writes the upload to the disk itself; write its data (fs.promises.writeFile(place, file.data)), or with useTempFiles and tempFileDir under /tmp copy it (fs.promises.copyFile(file.tempFilePath, place)), and run again'],
  [/^(?:formidable|multiparty|connect-multiparty)\b/, 'it writes uploads to the disk itself; leave the folder out, so that they come to lie under /tmp, and copy each to its place (fs.promises.copyFile), or let the browser upload to the bucket with a presigned address'],
  [/^(?:connect-busboy|skipper|koa-body|express-fileupload|busboy)\b/, 'it writes uploads to the disk itself; put the stream of each part, or let the browser upload to the bucket with a presigned address'],
];

export const isAnswer = (origin: string): boolean => OPERATIONS[origin] !== undefined;

/** Null: it hands out nothing, or is none of these. */
export function answerCall(origin: string, args: readonly ArgumentShape[]): { operation: AnswerOperation } | { reason: string } | null {
  const operation = OPERATIONS[origin];
  if (operation === undefined) {
    const byHand = BY_HAND.find(([which]) => which.test(origin));
    return byHand ? { reason: byHand[1] } : null;
  }
  if (args.length === 0) return { reason: 'it names no file' };
  if (operation === 'uploads') return uploadCall(origin, args);
  const options = args.slice(1).find(({ kind }) => kind === 'object');
  const [strange] = Object.keys(options?.properties ?? {}).filter((name) => !name.includes('.') && ALLOWED[name]?.(options?.properties?.[name]) !== true);
  return strange === undefined ? { operation } : { reason: `the option ${strange} has no counterpart in this codemod` };
}

/** multer with a folder (`dest`), or its disk storage; where both are named, multer looks at the storage alone. */
function uploadCall(origin: string, [options]: readonly ArgumentShape[]): { operation: AnswerOperation } | { reason: string } {
  const given = options?.kind === 'object' ? options.properties ?? {} : null;
  if (given === null) return { reason: `the options of ${origin} are made elsewhere` };
  if (origin === 'multer' && 'storage' in given) return { reason: 'multer is given a storage beside dest, and looks at that alone' };
  return (origin === 'multer' ? 'dest' : 'destination') in given ? { operation: 'uploads' } : { reason: `${origin} is told no folder, so it takes the temporary one` };
}
