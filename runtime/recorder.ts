/** A proxy on loopback that passes everything on to an app and keeps what went by. It changes nothing but asks for answers that are not compressed. */
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { UserError } from '../core/errors.js';
import { hold } from './lifetime.js';

/** One exchange; structurally what `drafting/` reads. */
export interface RecordedExchange {
  method: string;
  path: string;
  headers: Record<string, string>;
  body: Buffer | null;
  status: number;
  answerHeaders: Record<string, string>;
  setCookies: string[];
  answer: Buffer;
}

export interface Recorder {
  port: number;
  /** In the order in which they were begun; those without a whole answer are left out. */
  exchanges(): RecordedExchange[];
  /** Upgrades to WebSockets that were refused. */
  refused(): number;
  stop(): Promise<void>;
}

const flat = (headers: http.IncomingHttpHeaders): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).flatMap(([name, value]) => (value === undefined ? [] : [[name, Array.isArray(value) ? value.join(', ') : value]])));

function pass(target: number, request: http.IncomingMessage, response: http.ServerResponse, keep: (exchange: RecordedExchange) => void): void {
  const sent: Buffer[] = [];
  request.on('data', (chunk: Buffer) => sent.push(chunk));
  const headers = { ...request.headers, 'accept-encoding': 'identity' };
  const onward = http.request({ host: '127.0.0.1', port: target, method: request.method, path: request.url, headers, agent: false }, (answer) => {
    const came: Buffer[] = [];
    answer.on('data', (chunk: Buffer) => came.push(chunk));
    answer.on('end', () => keep({
      method: request.method ?? 'GET',
      path: request.url ?? '/',
      headers: flat(request.headers),
      body: sent.length > 0 ? Buffer.concat(sent) : null,
      status: answer.statusCode ?? 0,
      answerHeaders: flat(answer.headers),
      setCookies: answer.headers['set-cookie'] ?? [],
      answer: Buffer.concat(came),
    }));
    answer.on('error', () => response.destroy());
    response.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
    answer.pipe(response);
  });
  onward.on('error', () => {
    if (response.headersSent) response.destroy();
    else response.writeHead(502, { 'content-type': 'text/plain' }).end('cf-migrate: the program gave no answer\n');
  });
  response.on('close', () => onward.destroy());
  request.pipe(onward);
}

/** Listens on `port`, or on a free one. Throws UserError when it is taken. */
export async function startRecorder(target: number, port: number | null): Promise<Recorder> {
  const kept = new Map<number, RecordedExchange>();
  let begun = 0;
  let refused = 0;
  const server = http.createServer((request, response) => {
    const place = begun++;
    pass(target, request, response, (exchange) => void kept.set(place, exchange));
  });
  server.on('upgrade', (_request, socket) => {
    refused++;
    socket.end('HTTP/1.1 501 Not Implemented\r\nconnection: close\r\n\r\n');
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(error.code === 'EADDRINUSE' || error.code === 'EACCES'
      ? new UserError('port-in-use', `Port ${port} on 127.0.0.1 is ${error.code === 'EACCES' ? 'not ours to take' : 'in use'}.`, 'Name another with --port, or leave it out for a free one.')
      : error));
    server.listen(port ?? 0, '127.0.0.1', () => resolve());
  });
  const release = hold(() => server.close());
  return {
    port: (server.address() as AddressInfo).port,
    exchanges: () => [...kept].toSorted(([a], [b]) => a - b).map(([, exchange]) => exchange),
    refused: () => refused,
    stop: () => new Promise((resolve) => {
      release();
      server.close(() => resolve());
      server.closeAllConnections();
    }),
  };
}
