/** The text by which the seam answers with a document what Express answers with a file: on the disk Express itself, of a store the module beside its adapter (send-module.ts). */
import type { ModuleImport, NewModule } from '../shared/render.js';
import type { AdapterText } from './adapter-text.js';

type Part = NewModule['body'][number];
type Texts = Record<string, Part>;

const ANSWERS = ['send', 'download', 'serve'];

export const answers = (operations: ReadonlySet<string>): string[] => ANSWERS.filter((operation) => operations.has(operation));

/** Types of Express, where the language has types. */
export const ANSWER_TYPES: Part = { code: `‹import type { RequestHandler, Response } from 'express';

type Done = (error?: Error) => void;›` };

export const answerTexts: Texts = {
  send: { exports: 'send', code: `// response.sendFile, of a document.
function send(response‹: Response›, file‹: string›, options‹?: object | Done›, done‹?: Done›) {
  adapter.send(keyOf, response, file, options, done);
}` },
  download: { exports: 'download', code: `// response.download, of a document.
function download(response‹: Response›, file‹: string›, name‹?: string | object | Done | null›, options‹?: object | Done | null›, done‹?: Done›) {
  adapter.download(keyOf, response, file, name, options, done);
}` },
  serve: { exports: 'serve', code: `// express.static, of the documents in a folder.
function serve(root‹: string›, options‹?: object›)‹: RequestHandler› {
  return adapter.serve(keyOf, root, options);
}` },
};

export const diskAnswers: Texts = {
  send: { exports: 'send', code: `function send(_keyOf‹: unknown›, response‹: Response›, file‹: string›, options‹?: object | Done›, done‹?: Done›) {
  response.sendFile(file, options‹ as object›, done);
}` },
  download: { exports: 'download', code: `function download(_keyOf‹: unknown›, response‹: Response›, file‹: string›, name‹?: string | object | Done | null›, options‹?: object | Done | null›, done‹?: Done›) {
  response.download(file, name‹ as string›, options‹ as object›, done);
}` },
  serve: { exports: 'serve', code: `function serve(_keyOf‹: unknown›, root‹: string›, options‹?: object›)‹: RequestHandler› {
  return express.static(root, options);
}` },
};

/** What the adapter of a store needs for them. */
export const ANSWERS_MADE_OF: Readonly<Record<string, string[]>> = { send: ['stat', 'piece'], download: ['stat', 'piece'], serve: ['stat', 'piece'] };

export const answerImports = (adapter: Pick<AdapterText, 'operations' | 'send'>): ModuleImport[] =>
  (answers(adapter.operations).length === 0 ? [] : [{ kind: 'named', names: ['Readable'], from: 'node:stream' }, { kind: 'named', names: ['answering'], from: adapter.send ?? './files.send.js' }]);

/** `read` gives what `found` names, null where there is none; `stream` is made of that. With files that stay, places.ts asks for parts as well. */
export const pieceTexts = ({ operations }: Pick<AdapterText, 'operations'>, read: string, found: string, stream: string): Texts => ({
  piece: { ...(operations.has('mixed') ? { exports: 'piece' } : {}), code: `// A part of a document, as a stream.
async function piece(key‹: string›, offset‹: number›, length‹: number›) {
  ${read}
  if (${found} === null) throw Object.assign(new Error(\`ENOENT: no such file or directory, open '\${key}'\`), { code: 'ENOENT', status: 404, statusCode: 404 });
  return ${stream};
}` },
});

/** Of an adapter of a store, after its own operations; `module` is the file of send-module.ts. */
export const storeAnswers = (operations: ReadonlySet<string>): Part[] => (answers(operations).length === 0 ? [] : [{ code: `const { ${answers(operations).join(', ')} } = answering({ stat, piece });`, exports: answers(operations).join(', ') }]);
