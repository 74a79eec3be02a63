/** Sends one request to a loopback port and waits for the whole answer, within a limit. Follows no redirect, decodes nothing, never throws for a failed request. */
import http from 'node:http';
import type { HttpAnswer } from '../core/verification.js';
import { bodyBytes } from './bodies.js';

export interface SentRequest {
  method: string;
  path: string;
  headers: Record<string, string>;
  body: string | null;
  /** Each character of `body` is one byte. */
  binary?: true;
}

/** An answer with its body as it came. */
export interface Answer extends HttpAnswer {
  bytes: Buffer;
  /** Each Set-Cookie by itself. */
  setCookies?: string[];
}

/** The same on both sides, so that what an app builds from them is the same. */
const DEFAULT_HEADERS = { host: 'localhost', accept: '*/*', 'accept-encoding': 'identity', 'user-agent': 'cf-migrate' };

/** Bodies are kept whole for the comparison and cut for the report. */
const SHOWN = 16 * 1024;

export function bodyText(bytes: Buffer): string {
  const text = bytes.toString('utf8');
  const readable = !text.includes('\u0000') && Buffer.from(text, 'utf8').equals(bytes);
  const shown = readable ? text : `base64:${bytes.toString('base64')}`;
  return shown.length > SHOWN ? `${shown.slice(0, SHOWN)}… (${bytes.length} bytes)` : shown;
}

export function failed(kind: NonNullable<HttpAnswer['failure']>['kind'], message: string, milliseconds = 0): Answer {
  return { status: 0, headers: {}, body: '', bytes: Buffer.alloc(0), failure: { kind, message }, milliseconds };
}

function headersOf(raw: http.IncomingHttpHeaders): Record<string, string> {
  return Object.fromEntries(Object.entries(raw).flatMap(([name, value]) => (value === undefined ? [] : [[name, Array.isArray(value) ? value.join(', ') : value]])));
}

function connectionFailure(error: NodeJS.ErrnoException, milliseconds: number): Answer {
  if (error.code === 'ECONNREFUSED') return failed('refused', 'nothing listens on the port any more', milliseconds);
  if (error.code === 'ECONNRESET' || error.code === 'EPIPE') return failed('crashed', 'the connection was cut before the answer was complete', milliseconds);
  return failed('error', error.message, milliseconds);
}

export function send(port: number, request: SentRequest, limit: number): Promise<Answer> {
  const begun = Date.now();
  const body = request.body === null ? null : bodyBytes(request.body, request.binary === true);
  return new Promise((resolve) => {
    let status = 0;
    let headers: Record<string, string> = {};
    const chunks: Buffer[] = [];
    const finish = (answer: Answer): void => {
      clearTimeout(timer);
      resolve(answer);
      sent.destroy();
    };
    const timer = setTimeout(() => {
      const what = status === 0 ? 'no answer' : `status ${status} came, the body did not end`;
      const bytes = Buffer.concat(chunks);
      finish({ ...failed('timeout', `${what} within ${limit / 1000} s`, Date.now() - begun), status, headers, bytes, body: bodyText(bytes) });
    }, limit);
    const sentHeaders = { ...DEFAULT_HEADERS, ...request.headers, ...(body ? { 'content-length': String(body.length) } : {}) };
    const sent = http.request({ host: '127.0.0.1', port, method: request.method, path: request.path, headers: sentHeaders, agent: false }, (response) => {
      status = response.statusCode ?? 0;
      headers = headersOf(response.headers);
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', (error) => finish(connectionFailure(error, Date.now() - begun)));
      response.on('end', () => {
        const bytes = Buffer.concat(chunks);
        finish({ status, headers, body: bodyText(bytes), bytes, setCookies: response.headers['set-cookie'] ?? [], milliseconds: Date.now() - begun });
      });
    });
    sent.on('error', (error) => finish(connectionFailure(error, Date.now() - begun)));
    sent.end(body ?? undefined);
  });
}
