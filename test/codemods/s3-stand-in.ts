/** A server that answers as R2 does over its S3 API, as far as the bucket of a Container asks it: objects in memory, conditions, lists, uploads in parts, addresses that were signed. */
import { createHash, createHmac, randomUUID } from 'node:crypto';
import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http';
import { text } from 'node:stream/consumers';

interface Stored {
  bytes: Buffer;
  etag: string;
  at: Date;
  metadata: Record<string, string>;
  type?: string;
}

/** The keys that addresses have to be signed with. */
export const KEYS = { R2_ACCESS_KEY_ID: 'harbour', R2_SECRET_ACCESS_KEY: 'a secret of the harbour' };

export interface StandIn {
  server: Server;
  objects: Map<string, Stored>;
  /** Requests that it was sent, as `PUT key`. */
  asked: string[];
}

const escaped = (value: string): string => value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
const etagOf = (bytes: Buffer): string => `"${createHash('md5').update(bytes).digest('hex')}"`;

/** The client sends a stream with the lengths of its pieces, each signed. */
function unchunked(bytes: Buffer, encoding: string | undefined): Buffer {
  if (!/aws-chunked/.test(encoding ?? '')) return bytes;
  const pieces: Buffer[] = [];
  for (let at = 0; at < bytes.length; ) {
    const end = bytes.indexOf('\r\n', at);
    const length = Number.parseInt(bytes.subarray(at, end).toString('latin1'), 16);
    if (!(length > 0)) break;
    pieces.push(bytes.subarray(end + 2, end + 2 + length));
    at = end + 2 + length + 2;
  }
  return Buffer.concat(pieces);
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  return unchunked(Buffer.concat(pieces), request.headers['content-encoding']);
}

function listed(objects: StandIn['objects'], query: URLSearchParams): string {
  const [prefix, delimiter, most, after] = [query.get('prefix') ?? '', query.get('delimiter') ?? '', Number(query.get('max-keys') ?? 1000), query.get('continuation-token') ?? ''];
  const names = [...objects.keys()].filter((key) => key.startsWith(prefix)).map((key) => {
    const cut = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
    return cut < 0 ? { key } : { folder: key.slice(0, cut + 1) };
  });
  const distinct = [...new Map(names.map((one) => [one.key ?? one.folder, one])).entries()].filter(([name]) => (name ?? '') > after).sort(([a], [b]) => ((a ?? '') < (b ?? '') ? -1 : 1));
  const page = distinct.slice(0, most);
  const more = distinct.length > page.length;
  return `<?xml version="1.0"?><ListBucketResult>${page.map(([, one]) => (one.key === undefined ? `<CommonPrefixes><Prefix>${escaped(one.folder)}</Prefix></CommonPrefixes>` : `<Contents><Key>${escaped(one.key)}</Key></Contents>`)).join('')}<IsTruncated>${more}</IsTruncated>${more ? `<NextContinuationToken>${escaped(page.at(-1)?.[0] ?? '')}</NextContinuationToken>` : ''}</ListBucketResult>`;
}

const encoded = (value: string): string => encodeURIComponent(value).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
const hmac = (key: Buffer | string, value: string): Buffer => createHmac('sha256', key).update(value).digest();

/** Why a signed address is not taken, null when it is: Signature Version 4 in the query, worked out anew from the request. */
function refusedSignature({ method, headers }: IncomingMessage, url: URL): string | null {
  const query = url.searchParams;
  const at = query.get('X-Amz-Date') ?? '';
  const [id, day = '', region = '', service = ''] = (query.get('X-Amz-Credential') ?? '').split('/');
  const names = (query.get('X-Amz-SignedHeaders') ?? '').split(';');
  const parameters = [...query].filter(([name]) => name !== 'X-Amz-Signature').map(([name, value]) => `${encoded(name)}=${encoded(value)}`).sort().join('&');
  const place = url.pathname.split('/').map((part) => encoded(decodeURIComponent(part))).join('/');
  const request = [method, place, parameters, ...names.map((name) => `${name}:${String(headers[name] ?? '').trim()}`), '', names.join(';'), 'UNSIGNED-PAYLOAD'].join('\n');
  const text = ['AWS4-HMAC-SHA256', at, `${day}/${region}/${service}/aws4_request`, createHash('sha256').update(request).digest('hex')].join('\n');
  const key = [region, service, 'aws4_request'].reduce(hmac, hmac(`AWS4${KEYS.R2_SECRET_ACCESS_KEY}`, day));
  if (id !== KEYS.R2_ACCESS_KEY_ID || hmac(key, text).toString('hex') !== query.get('X-Amz-Signature')) return 'SignatureDoesNotMatch';
  const signed = Date.parse(at.replace(/^(....)(..)(..)T(..)(..)(..)Z$/, '$1-$2-$3T$4:$5:$6Z'));
  return signed + Number(query.get('X-Amz-Expires')) * 1000 < Date.now() ? 'AccessDenied' : null;
}

const failure = (response: ServerResponse, status: number, code: string): void => void response.writeHead(status, { 'content-type': 'application/xml' }).end(`<Error><Code>${code}</Code><Message>${code}</Message></Error>`);

function sendObject(request: IncomingMessage, response: ServerResponse, found: Stored): void {
  const range = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '');
  const part = range ? found.bytes.subarray(Number(range[1]), Number(range[2]) + 1) : found.bytes;
  const metadata = Object.fromEntries(Object.entries(found.metadata).map(([name, value]) => [`x-amz-meta-${name}`, value]));
  response.writeHead(range ? 206 : 200, { ...metadata, 'etag': found.etag, 'last-modified': found.at.toUTCString(), 'content-length': part.length, ...(found.type === undefined ? {} : { 'content-type': found.type }) }).end(request.method === 'HEAD' ? undefined : part);
}

export async function s3StandIn(): Promise<StandIn> {
  const objects: StandIn['objects'] = new Map();
  const uploads = new Map<string, Map<number, Buffer>>();
  const asked: string[] = [];
  const keep = (key: string, bytes: Buffer, headers: IncomingMessage['headers'] = {}): string => {
    const metadata = Object.fromEntries(Object.entries(headers).flatMap(([name, value]) => (name.startsWith('x-amz-meta-') ? [[name.slice(11), String(value)]] : [])));
    const type = headers['content-type'];
    objects.set(key, { bytes, etag: etagOf(bytes), at: new Date(), metadata, ...(type === undefined ? {} : { type }) });
    return etagOf(bytes);
  };
  const put = async (request: IncomingMessage, response: ServerResponse, key: string): Promise<void> => {
    const bytes = await bodyOf(request);
    const before = objects.get(key);
    const { 'if-match': match, 'if-none-match': none } = request.headers;
    if ((match !== undefined && before?.etag !== match) || (none === '*' && before)) failure(response, 412, 'PreconditionFailed');
    else response.writeHead(200, { etag: keep(key, bytes, request.headers) }).end();
  };
  const multipart = async (request: IncomingMessage, response: ServerResponse, key: string, query: URLSearchParams): Promise<void> => {
    const id = query.get('uploadId') ?? '';
    if (query.has('uploads')) {
      const fresh = randomUUID();
      uploads.set(fresh, new Map());
      response.end(`<InitiateMultipartUploadResult><UploadId>${fresh}</UploadId></InitiateMultipartUploadResult>`);
    } else if (request.method === 'PUT') {
      const bytes = await bodyOf(request);
      uploads.get(id)?.set(Number(query.get('partNumber')), bytes);
      response.writeHead(200, { etag: etagOf(bytes) }).end();
    } else {
      const order = [...(await text(request)).matchAll(/<PartNumber>(\d+)<\/PartNumber>/g)].map((one) => Number(one[1]));
      const parts = uploads.get(id);
      uploads.delete(id);
      if (request.method === 'POST') keep(key, Buffer.concat(order.map((number) => parts?.get(number) ?? Buffer.alloc(0))));
      response.end(request.method === 'POST' ? '<CompleteMultipartUploadResult></CompleteMultipartUploadResult>' : undefined);
    }
  };
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://bucket');
    const key = decodeURIComponent(url.pathname.split('/').slice(2).join('/'));
    asked.push(`${request.method} ${key}`);
    const found = objects.get(key);
    const refused = url.searchParams.has('X-Amz-Signature') ? refusedSignature(request, url) : null;
    if (refused !== null) failure(response, 403, refused);
    else if (url.searchParams.has('uploads') || url.searchParams.has('uploadId')) void multipart(request, response, key, url.searchParams);
    else if (request.method === 'PUT') void put(request, response, key);
    else if (key === '') response.writeHead(200, { 'content-type': 'application/xml' }).end(listed(objects, url.searchParams));
    else if (request.method === 'DELETE') response.writeHead(objects.delete(key) ? 204 : 204).end();
    else if (found) sendObject(request, response, found);
    else failure(response, 404, 'NoSuchKey');
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  return { server, objects, asked };
}
