/** Reads an HTTP archive (HAR 1.2, http://www.softwareishard.com/blog/har-12-spec/): the exchanges with one origin, and how many went elsewhere. */
import { type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';
import { z } from 'zod';
import { UserError } from '../core/errors.js';
import { lineColumn, lineStarts } from '../core/text.js';
import type { Exchange } from './exchange.js';

const pair = z.looseObject({ name: z.string(), value: z.string().default('') });
const postData = z.looseObject({ mimeType: z.string().default(''), text: z.string().optional(), encoding: z.string().optional(), params: z.array(z.looseObject({ name: z.string(), value: z.string().optional(), fileName: z.string().optional(), contentType: z.string().optional() })).optional() });
const entry = z.looseObject({
  startedDateTime: z.string().optional(),
  request: z.looseObject({ method: z.string(), url: z.string(), headers: z.array(pair).default([]), postData: postData.optional() }),
  response: z.looseObject({ status: z.number(), headers: z.array(pair).default([]), content: z.looseObject({ text: z.string().optional(), encoding: z.string().optional() }).default({}) }),
});
const archive = z.looseObject({ log: z.looseObject({ entries: z.array(entry) }) });

type Entry = z.infer<typeof entry>;

export interface HarReading {
  origin: string;
  exchanges: Exchange[];
  /** Entries of other origins, and those that never had an answer. */
  elsewhere: number;
  unanswered: number;
}

function parsed(text: string, file: string): Entry[] {
  const errors: ParseError[] = [];
  parseTree(text, errors, { disallowComments: true });
  const [first] = errors;
  if (first || text.trim() === '') {
    const { line, column } = lineColumn(lineStarts(text), first?.offset ?? 0);
    throw new UserError('har-syntax', `${file}:${line}:${column}: this is no JSON (${first ? printParseErrorCode(first.error) : 'empty file'}).`, 'Export the HTTP archive again: "Save all as HAR" in the network panel of a browser.', { file, line, column });
  }
  const read = archive.safeParse(JSON.parse(text));
  if (read.success) return read.data.log.entries;
  const where = read.error.issues[0]?.path.map(String).join('.') ?? '';
  throw new UserError('no-har', `${file} is JSON, but no HTTP archive: ${where === '' ? 'log' : where} is not as HAR 1.2 has it.`, 'Export it with "Save all as HAR" in the network panel of a browser.');
}

const originOf = (url: string): string => (URL.canParse(url) ? new URL(url).origin : '');

function mostFrequent(entries: readonly Entry[]): string {
  const counts = new Map<string, number>();
  for (const { request } of entries) counts.set(originOf(request.url), (counts.get(originOf(request.url)) ?? 0) + 1);
  return [...counts].toSorted((a, b) => b[1] - a[1])[0]?.[0] ?? '';
}

/** HTTP/2 has names such as `:authority`. */
const headersOf = (pairs: readonly { name: string; value: string }[]): Record<string, string> =>
  Object.fromEntries(pairs.filter(({ name }) => !name.startsWith(':')).map(({ name, value }) => [name.toLowerCase(), value]));

const BOUNDARY = 'har-params';

function sent({ request }: Entry): { body: Buffer | null; contentType?: string } {
  const { postData: post } = request;
  if (!post) return { body: null };
  if (post.text !== undefined && post.text !== '') return { body: Buffer.from(post.text, post.encoding === 'base64' ? 'base64' : 'utf8') };
  if (!post.params || post.params.length === 0) return { body: null };
  if (!/multipart/i.test(post.mimeType)) return { body: Buffer.from(new URLSearchParams(post.params.map(({ name, value }): [string, string] => [name, value ?? ''])).toString()) };
  const parts = post.params.map(({ name, value, fileName, contentType }) => `--${BOUNDARY}\r\ncontent-disposition: form-data; name="${name}"${fileName === undefined ? '' : `; filename="${fileName}"\r\ncontent-type: ${contentType ?? 'application/octet-stream'}`}\r\n\r\n${value ?? ''}\r\n`);
  return { body: Buffer.from(`${parts.join('')}--${BOUNDARY}--\r\n`), contentType: `multipart/form-data; boundary=${BOUNDARY}` };
}

function exchangeOf(one: Entry): Exchange {
  const { request, response } = one;
  const url = new URL(request.url);
  const { body, contentType } = sent(one);
  const type = contentType ?? request.postData?.mimeType;
  const headers = headersOf(request.headers);
  return {
    method: request.method.toUpperCase(),
    path: url.pathname + url.search,
    headers: body !== null && type && (contentType !== undefined || headers['content-type'] === undefined) ? { ...headers, 'content-type': type } : headers,
    body,
    status: response.status,
    answerHeaders: headersOf(response.headers),
    setCookies: response.headers.filter(({ name }) => name.toLowerCase() === 'set-cookie').flatMap(({ value }) => value.split('\n')),
    answer: Buffer.from(response.content.text ?? '', response.content.encoding === 'base64' ? 'base64' : 'utf8'),
  };
}

/** The exchanges with `origin`, by default the one that most requests went to. Throws UserError for what is no archive or holds none. */
export function readHar(text: string, file: string, asked?: string): HarReading {
  const entries = parsed(text, file);
  const origin = asked === undefined ? mostFrequent(entries) : originOf(asked) || asked;
  const ours = entries.filter(({ request }) => originOf(request.url) === origin);
  const answered = ours.filter(({ response }) => response.status > 0 && response.status !== 101);
  if (answered.length === 0) {
    const others = [...new Set(entries.map(({ request }) => originOf(request.url)))];
    throw new UserError('har-empty', `${file} has no answered request${asked === undefined ? '' : ` to ${origin}`}.`, others.length > 0 ? `Origins in it: ${others.slice(0, 5).join(', ')}. Name one with --origin.` : 'Record while the program is used, then export again.');
  }
  return { origin, exchanges: answered.map(exchangeOf), elsewhere: entries.length - ours.length, unanswered: ours.length - answered.length };
}
