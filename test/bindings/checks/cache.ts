/** Questions to the Cache API: what is kept, for how long, what is refused, and what match says of it. */
import type { BindingPage } from '../check.js';

const CODE = `
const handlers = {};
const url = (name) => 'http://cache.test/' + name;
const put = (name, headers = {}, init = {}, body = 'kept') => caches.default.put(url(name), new Response(body, { ...init, headers: { 'cache-control': 'max-age=60', ...headers } }));
const match = async (name, init) => { const found = await caches.default.match(new Request(url(name), init)); return found ? [found.status, await found.text()] : 'miss'; };
const kept = async (...args) => { await put(...args); return match(args[0]); };
`;

export const cache: BindingPage = {
  title: 'Cache API',
  rests: 'caches on disk that hold what can be fetched or computed again.',
  bindings: {},
  code: CODE,
  checks: [
    { asks: 'match of what is not there', run: `(await caches.default.match(url('nothing'))) ?? 'undefined'`, gives: 'undefined' },
    { asks: 'put, then match', run: `kept('a')`, gives: [200, 'kept'], documented: ['in one data centre only', 'cache api'] },
    { asks: 'headers that match adds', run: `const { headers } = await caches.default.match(url('a')); return [headers.get('cf-cache-status'), headers.get('cache-control'), headers.has('age')]`, gives: ['HIT', 'max-age=60', true] },
    { asks: 'delete: whether there was something', run: `[await caches.default.delete(url('a')), await caches.default.delete(url('a')), await match('a')]`, gives: [true, false, 'miss'] },
    { asks: 'put without Cache-Control', run: `await caches.default.put(url('plain'), new Response('kept')); return match('plain')`, gives: 'miss' },
    { asks: 'Cache-Control: no-store', run: `kept('no-store', { 'cache-control': 'no-store' })`, gives: 'miss' },
    { asks: 'Cache-Control: private', run: `kept('private', { 'cache-control': 'private, max-age=60' })`, gives: 'miss' },
    { asks: 'Cache-Control: no-cache', run: `kept('no-cache', { 'cache-control': 'no-cache' })`, gives: 'miss' },
    { asks: 'max-age of one second, a second later', run: `await put('short', { 'cache-control': 'max-age=1' }); const before = await match('short'); await scheduler.wait(1200); return [before, await match('short')]`, gives: [[200, 'kept'], 'miss'] },
    { asks: 's-maxage wins over max-age', run: `await put('shared', { 'cache-control': 'max-age=60, s-maxage=1' }); await scheduler.wait(1200); return match('shared')`, gives: 'miss' },
    { asks: 'Expires in the past', run: `await caches.default.put(url('expires'), new Response('kept', { headers: { expires: new Date(Date.now() - 1000).toUTCString() } })); return match('expires')`, gives: 'miss' },
    { asks: 'Set-Cookie', run: `kept('cookie', { 'set-cookie': 'a=1' })`, gives: 'miss', documented: ['never cached', 'cache api'] },
    { asks: 'Set-Cookie with Cache-Control: private=Set-Cookie', run: `await put('cookie2', { 'set-cookie': 'a=1', 'cache-control': 'private=Set-Cookie, max-age=60' }); const found = await caches.default.match(url('cookie2')); return found ? [await found.text(), found.headers.get('set-cookie')] : 'miss'`, gives: ['kept', null], documented: ['kept without the cookie', 'cache api'] },
    { asks: 'status 404', run: `kept('missing', {}, { status: 404 })`, gives: [404, 'kept'] },
    { asks: 'status 500', run: `kept('broken', {}, { status: 500 })`, gives: 'miss' },
    { asks: 'status 206', run: `put('part', {}, { status: 206 })`, throws: 'TypeError: Cannot cache response to a range request (206 Partial Content).', documented: ['throws', 'cache api'] },
    { asks: 'Vary: *', run: `put('vary', { vary: '*' })`, throws: 'TypeError: Cannot cache response with \'Vary: *\' header.', documented: ['throws', 'cache api'] },
    { asks: 'Vary: Accept-Language', run: `await put('vary2', { vary: 'accept-language' }); return match('vary2', { headers: { 'accept-language': 'de' } })`, gives: [200, 'kept'] },
    { asks: 'put for a POST request', run: `caches.default.put(new Request(url('post'), { method: 'POST', body: 'x' }), new Response('kept'))`, throws: 'TypeError: Cannot cache response to non-GET request.', documented: ['throws', 'cache api'] },
    { asks: 'match for a POST request', run: `await put('post'); return (await caches.default.match(new Request(url('post'), { method: 'POST', body: 'x' }))) ?? 'undefined'`, gives: 'undefined' },
    { asks: 'the same with ignoreMethod', run: `const found = await caches.default.match(new Request(url('post'), { method: 'POST', body: 'x' }), { ignoreMethod: true }); return found ? found.text() : 'miss'`, gives: 'kept' },
    { asks: 'another query', run: `await put('query?a=1'); return match('query?a=2')`, gives: 'miss' },
    { asks: 'a range', run: `await put('range', {}, {}, 'abcdef'); const found = await caches.default.match(new Request(url('range'), { headers: { range: 'bytes=1-2' } })); return found ? [found.status, await found.text(), found.headers.get('content-range')] : 'miss'`, gives: [206, 'bc', 'bytes 1-2/6'], documented: ['206', 'cache api'] },
    { asks: 'If-None-Match of what is there', run: `await put('etag', { etag: '"v1"' }); return match('etag', { headers: { 'if-none-match': '"v1"' } })`, gives: [304, ''], documented: ['304', 'cache api'] },
    { asks: 'caches.open: a cache of its own', run: `const mine = await caches.open('mine'); await mine.put(url('mine'), new Response('kept', { headers: { 'cache-control': 'max-age=60' } })); return [await match('mine'), await (await mine.match(url('mine'))).text()]`, gives: ['miss', 'kept'] },
    { asks: 'caches.keys', run: `caches.keys()`, throws: 'Error: Failed to execute \'keys\' on \'CacheStorage\': the method is not implemented.' },
  ],
};
