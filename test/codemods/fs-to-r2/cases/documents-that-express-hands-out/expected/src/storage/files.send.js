// Answers requests with documents of a store as Express does with files: type, length, validators, ranges. Only Workers load it;
// on the disk Express does this itself.
import { Buffer } from 'node:buffer';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';

const failure = (status, message, fields = {}) => Object.assign(new Error(message), { status, statusCode: status, expose: true }, fields);
const isNotThere = (file) => failure(404, `ENOENT: no such file or directory, stat '${file}'`, { errno: -2, code: 'ENOENT', syscall: 'stat', path: file, expose: false });
const isFolder = () => Object.assign(new Error('EISDIR, read'), { code: 'EISDIR' });

// Where a path leads, below the root where there is one. What leads out of it, or through a hidden folder, is refused.
function located(file, options) {
  if (file.includes('\0')) throw failure(400, 'Bad Request');
  const inside = options.root && file ? path.normalize(`./${file}`) : file;
  if (/(?:^|[\\/])\.\.(?:[\\/]|$)/.test(inside)) throw failure(403, 'Forbidden');
  const parts = path.normalize(inside).split('/');
  const hidden = parts.some((part) => part.length > 1 && part.startsWith('.'));
  if (hidden && options.dotfiles !== 'allow') throw options.dotfiles === 'deny' ? failure(403, 'Forbidden') : failure(404, 'Not Found');
  return options.root ? path.join(path.resolve(options.root), inside) : `${path.resolve(inside)}${inside.endsWith('/') ? '/' : ''}`;
}

const listOf = (value, otherwise) => (value === undefined ? otherwise : typeof value === 'boolean' ? [] : [value].flat());

// The document that a path names: itself, with one of the extensions, or the index of a folder.
async function find(store, keyOf, place, options) {
  const index = listOf(options.index, ['index.html']);
  const isIndex = place.endsWith('/') && index.length > 0;
  const first = isIndex ? [] : [place];
  const others = isIndex ? index.map((name) => path.join(place, name)) : path.extname(place) === '' && !place.endsWith('/') ? listOf(options.extensions, []).map((extension) => `${place}.${extension}`) : [];
  for (const file of [...first, ...others]) {
    const found = await store.stat(keyOf(file));
    if (found?.isFile() && !file.endsWith('/')) return { file, found };
    if (found && !found.isFile() && file === place) throw isFolder();
  }
  throw isNotThere(others.at(-1) ?? place);
}

const UNITS = { ms: 1, milli: 1, s: 1e3, m: 6e4, h: 36e5, d: 864e5, w: 6048e5, y: 31557600e3 };
const YEAR = UNITS.d * 365;

function millisecondsOf(age) {
  const [, amount, unit] = /^(-?\d*\.?\d+) *(milli|ms|[smhdwy])?/i.exec(String(age ?? 0)) ?? [];
  return Math.min(Math.max(0, Number(amount ?? 0) * (UNITS[unit?.toLowerCase() ?? 'ms'] ?? 1)), YEAR);
}

function describe(response, file, found, options) {
  for (const [name, value] of Object.entries(options.headers ?? {})) response.setHeader(name, value);
  const header = (name, value, wanted) => {
    if (wanted !== false && !response.getHeader(name)) response.setHeader(name, value);
  };
  header('Accept-Ranges', 'bytes', options.acceptRanges);
  header('Cache-Control', `public, max-age=${Math.floor(millisecondsOf(options.maxAge || options.maxage) / 1000)}${options.immutable ? ', immutable' : ''}`, options.cacheControl);
  header('Last-Modified', found.mtime.toUTCString(), options.lastModified);
  header('ETag', `W/"${found.size.toString(16)}-${found.mtime.getTime().toString(16)}"`, options.etag);
  if (response.getHeader('Content-Type')) return;
  response.type(path.extname(file));
}

const timeOf = (value) => Date.parse(String(value));

// What the request asks for is no longer so.
function hasChanged({ headers }, response) {
  const [etag, asked] = [response.getHeader('ETag'), headers['if-match']];
  if (asked) return !etag || (asked !== '*' && asked.split(',').map((one) => one.trim()).every((one) => one !== etag && one !== `W/${String(etag)}` && `W/${one}` !== etag));
  const since = timeOf(headers['if-unmodified-since']);
  const changed = timeOf(response.getHeader('Last-Modified'));
  return !Number.isNaN(since) && (Number.isNaN(changed) || changed > since);
}

function isRangeOfThis({ headers }, response) {
  const asked = String(headers['if-range'] ?? '');
  if (asked === '') return true;
  const etag = response.getHeader('ETag');
  return asked.includes('"') ? Boolean(etag && asked.includes(String(etag))) : timeOf(response.getHeader('Last-Modified')) <= timeOf(asked);
}

// The part that is asked for; null: all of it.
function partOf(request, response, size, options) {
  if (options.acceptRanges === false || !/^ *bytes=/.test(request.headers.range ?? '')) return null;
  const ranges = isRangeOfThis(request, response) ? request.range(size, { combine: true }) : null;
  if (ranges === -1) {
    response.setHeader('Content-Range', `bytes */${size}`);
    throw failure(416, 'Range Not Satisfiable', { headers: { 'Content-Range': `bytes */${size}` } });
  }
  const [only, ...others] = Array.isArray(ranges) ? ranges : [];
  return only && others.length === 0 ? only : null;
}

async function answer(store, response, key, size, options) {
  const { req: request } = response;
  const offset = options.start ?? 0;
  if (hasChanged(request, response)) throw failure(412, 'Precondition Failed');
  if (request.fresh) {
    for (const name of ['Content-Encoding', 'Content-Language', 'Content-Length', 'Content-Range', 'Content-Type']) response.removeHeader(name);
    response.statusCode = 304;
    response.end();
    return;
  }
  const all = Math.max(0, Math.min(size - offset, (options.end ?? Infinity) - offset + 1));
  const part = partOf(request, response, all, options);
  if (part) {
    response.statusCode = 206;
    response.setHeader('Content-Range', `bytes ${part.start}-${part.end}/${all}`);
  }
  const length = part ? part.end - part.start + 1 : all;
  response.setHeader('Content-Length', length);
  if (request.method === 'HEAD' || length === 0) response.end();
  else await pipeline(await store.piece(key, offset + (part?.start ?? 0), length), response);
}

async function transfer(store, keyOf, response, { file, found }, options) {
  if (response.headersSent) throw failure(500, "Can't set headers after they are sent.", { expose: false });
  describe(response, file, found, options);
  try {
    await answer(store, response, keyOf(file), found.size, options);
  } catch (error) {
    throw error.code === 'ERR_STREAM_PREMATURE_CLOSE' ? Object.assign(new Error('Request aborted'), { code: 'ECONNABORTED' }) : error;
  }
}

function send(store, keyOf, response, file, options, done) {
  if (!file) throw new TypeError('path argument is required to res.sendFile');
  if (typeof file !== 'string') throw new TypeError('path must be a string to res.sendFile');
  if (!options.root && !path.isAbsolute(file)) throw new TypeError('path must be absolute or specify root to res.sendFile');
  const next = response.req.next;
  const asked = { ...options, etag: response.app.enabled('etag') };
  const sent = async () => transfer(store, keyOf, response, await find(store, keyOf, located(file, asked), asked), asked);
  void sent().then(() => undefined, (error) => error).then((error) => {
    if (done) done(error);
    else if (error?.code === 'EISDIR') next();
    else if (error && error.code !== 'ECONNABORTED' && error.syscall !== 'write') next(error);
  });
}

const pathOf = (url) => url.replace(/[?#].*$/s, '');
const NAMED = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escaped = (text) => text.replace(/[&<>"']/g, (one) => NAMED[one]);

function redirectToFolder(response, url) {
  const location = encodeURI(`${pathOf(url)}/`.replace(/^\/\/+/, '/') + url.slice(pathOf(url).length)).replace(/%25([0-9a-f]{2})/gi, '%$1');
  const page = `<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>Redirecting</title>\n</head>\n<body>\n<pre>Redirecting to ${escaped(location)}</pre>\n</body>\n</html>\n`;
  response.statusCode = 301;
  response.setHeader('Content-Type', 'text/html; charset=UTF-8');
  response.setHeader('Content-Length', Buffer.byteLength(page));
  response.setHeader('Content-Security-Policy', "default-src 'none'");
  response.setHeader('X-Content-Type-Options', 'nosniff');
  response.setHeader('Location', location);
  response.end(page);
}

function nameIn(request) {
  const name = pathOf(request.url) === '/' && !pathOf(request.originalUrl).endsWith('/') ? '' : pathOf(request.url);
  try {
    return decodeURIComponent(name);
  } catch {
    throw failure(400, 'Bad Request');
  }
}

function serve(store, keyOf, root, options) {
  if (!root) throw new TypeError('root path required');
  if (typeof root !== 'string') throw new TypeError('root path must be a string');
  const asked = { ...options, root };
  const fallsThrough = options.fallthrough !== false;
  return async (request, response, next) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      if (fallsThrough) next();
      else response.writeHead(405, { 'Allow': 'GET, HEAD', 'Content-Length': '0' }).end();
      return;
    }
    let found;
    try {
      found = await find(store, keyOf, located(nameIn(request), asked), asked);
    } catch (error) {
      const { code, status } = error;
      if (code === 'EISDIR' && options.redirect !== false && !pathOf(request.originalUrl).endsWith('/')) redirectToFolder(response, request.originalUrl);
      else if (fallsThrough && (code === 'EISDIR' || (status ?? 500) < 500)) next();
      else next(code === 'EISDIR' ? failure(404, 'Not Found') : error);
      return;
    }
    try {
      options.setHeaders?.(response, found.file, found.found);
      await transfer(store, keyOf, response, found, asked);
    } catch (error) {
      if (error.code !== 'ECONNABORTED') next(error);
    }
  };
}

export function answering(store) {
  return {
    send: (keyOf, response, file, options, done) =>
      typeof options === 'function' ? send(store, keyOf, response, file, {}, options) : send(store, keyOf, response, file, options ?? {}, done),
    download: (keyOf, response, file, name, options, done) => {
      const last = [name, options, done].find((one) => typeof one === 'function');
      const given = (typeof options === 'object' && options) || (typeof name === 'object' && name) || {};
      const type = response.getHeader('Content-Type');
      response.attachment(path.basename((typeof name === 'string' && name) || file));
      const disposition = String(response.getHeader('Content-Disposition'));
      response.removeHeader('Content-Disposition');
      if (type) response.setHeader('Content-Type', type);
      else response.removeHeader('Content-Type');
      const headers = Object.entries(given.headers ?? {}).filter(([header]) => header.toLowerCase() !== 'content-disposition');
      send(store, keyOf, response, given.root ? file : path.resolve(file), { ...given, headers: { 'Content-Disposition': disposition, ...Object.fromEntries(headers) } }, last);
    },
    serve: (keyOf, root, options) => serve(store, keyOf, root, options ?? {}),
  };
}
