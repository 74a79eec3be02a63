/** Questions to R2: conditions and their atomicity, ranges, multipart uploads, listing, checksums, metadata, streams. */
import type { BindingPage } from '../check.js';

const FS = 'files to R2';

/** A stream that says its length, and one that does not; the facts about an object that a comparison can hold. */
const CODE = `
const handlers = {};
const known = (text) => { const { readable, writable } = new FixedLengthStream(text.length); const w = writable.getWriter(); w.write(new TextEncoder().encode(text)); w.close(); return readable; };
const unknown = (text) => { const { readable, writable } = new TransformStream(); const w = writable.getWriter(); w.write(new TextEncoder().encode(text)); w.close(); return readable; };
const text = async (object) => object === null ? null : object.body ? object.text() : 'no body';
const hex = (buffer) => buffer && [...new Uint8Array(buffer)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
`;

export const r2: BindingPage = {
  title: 'R2',
  rests: 'rewrites of stored files to R2, for the rows marked below.',
  bindings: { r2Buckets: ['FILES', 'PAGES'] },
  code: CODE,
  checks: [
    { asks: 'get of a key that is not there', run: `env.FILES.get('nothing')`, gives: null, for: FS },
    { asks: 'head of it', run: `env.FILES.head('nothing')`, gives: null, for: FS },
    { asks: 'delete of it', run: `env.FILES.delete('nothing')`, gives: 'undefined', for: FS },
    { asks: 'what put answers', run: `const { key, size, etag, httpEtag, version, uploaded, storageClass } = await env.FILES.put('a', 'hello'); return [key, size, etag, httpEtag, version.length > 0, uploaded instanceof Date, storageClass]`, gives: ['a', 5, '5d41402abc4b2a76b9719d911017c592', '"5d41402abc4b2a76b9719d911017c592"', true, true, ''], documented: ['storageClass is "Standard" or "InfrequentAccess"', 'r2 api'], differs: 'r2-storage-class' },
    { asks: 'get as text, json, bytes, blob', run: `await env.FILES.put('j', '{"a":1}'); const get = () => env.FILES.get('j'); return [await (await get()).text(), await (await get()).json(), (await (await get()).arrayBuffer()).byteLength, (await (await get()).blob()).size]`, gives: ['{"a":1}', { a: 1 }, 7, 7] },
    { asks: 'reading a body twice', run: `const object = await env.FILES.get('a'); await object.text(); return object.text()`, throws: 'TypeError: Body has already been used. It can only be used once. Use tee() first if you need to read it twice.' },
    { asks: 'put of null', run: `(await env.FILES.put('null', null)).size`, gives: 0 },
    { asks: 'put of an object', run: `env.FILES.put('o', { a: 1 })`, throws: 'TypeError: Failed to execute \'put\' on \'R2Bucket\': parameter 2 is not of type \'JsReadableStream or ArrayBuffer or ArrayBufferView or string or Blob\'.' },
    { asks: 'put of a stream that says its length', run: `(await env.FILES.put('s', known('abc'))).size`, gives: 3, for: FS },
    { asks: 'put of a stream that does not', run: `env.FILES.put('s', unknown('abc'))`, throws: 'TypeError: Provided readable stream must have a known length (request/response body or readable half of FixedLengthStream)', for: FS },
    { asks: 'put of the body of another object', run: `const { body } = await env.FILES.get('a'); return (await env.FILES.put('copy', body)).size`, gives: 5, for: FS },
    { asks: 'a key of 1024 bytes', run: `(await env.FILES.put('k'.repeat(1024), '')).size`, gives: 0, documented: ['at most 1,024 bytes', 'r2 limits'], for: FS },
    { asks: 'a key of 1025 bytes', run: `env.FILES.put('k'.repeat(1025), '')`, throws: 'Error: put: The specified object name is not valid. (10020)', documented: ['at most 1,024 bytes', 'r2 limits'], for: FS },
    { asks: 'an empty key', run: `(await env.FILES.put('', '')).key`, gives: '' },
    { asks: 'create only (etagDoesNotMatch *) where nothing is', run: `(await env.FILES.put('new', '1', { onlyIf: { etagDoesNotMatch: '*' } })).size`, gives: 1, for: FS },
    { asks: 'create only where something is', run: `[await env.FILES.put('new', '2', { onlyIf: { etagDoesNotMatch: '*' } }), await text(await env.FILES.get('new'))]`, gives: [null, '1'], for: FS, documented: ['put answers null', 'r2 api'] },
    { asks: 'create only by ten at once: how many win', run: `const won = await Promise.all(Array.from({ length: 10 }, (_, i) => env.FILES.put('race', String(i), { onlyIf: { etagDoesNotMatch: '*' } }))); return won.filter((one) => one !== null).length`, gives: 1, for: FS },
    { asks: 'create only by the header If-None-Match: *', run: `env.FILES.put('new', '2', { onlyIf: new Headers({ 'if-none-match': '*' }) })`, gives: null },
    { asks: 'put if the etag still matches', run: `const { etag } = await env.FILES.put('e', '1'); return (await env.FILES.put('e', '2', { onlyIf: { etagMatches: etag } })).size`, gives: 1, for: FS },
    { asks: 'put if the etag matches, and it does not', run: `const { etag } = await env.FILES.put('e', '1'); await env.FILES.put('e', '2'); return [await env.FILES.put('e', '3', { onlyIf: { etagMatches: etag } }), await text(await env.FILES.get('e'))]`, gives: [null, '2'], for: FS },
    { asks: 'put if the etag matches where nothing is', run: `env.FILES.put('absent', '3', { onlyIf: { etagMatches: 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa' } })`, gives: null },
    { asks: 'read, add a line, put if the etag matches, else again; by ten at once', run: `await env.FILES.put('log', '');
      let tries = 0;
      const append = async (line) => { for (;;) { tries++; const object = await env.FILES.get('log'); if (await env.FILES.put('log', await object.text() + line + ' ', { onlyIf: { etagMatches: object.etag } })) return; } };
      await Promise.all(Array.from({ length: 10 }, (_, i) => append(i)));
      return (await text(await env.FILES.get('log'))).trim().split(' ').sort().join('')`, gives: '0123456789', for: FS },
    { asks: 'the same without the condition loses lines', run: `await env.FILES.put('log', '');
      const append = async (line) => { const object = await env.FILES.get('log'); await env.FILES.put('log', await object.text() + line + ' '); };
      await Promise.all(Array.from({ length: 10 }, (_, i) => append(i)));
      return (await text(await env.FILES.get('log'))).trim().split(' ').length < 10`, gives: true, for: FS },
    { asks: 'get if the etag does not match, and it does', run: `const { etag } = await env.FILES.head('a'); const object = await env.FILES.get('a', { onlyIf: { etagDoesNotMatch: etag } }); return [object.key, 'body' in object]`, gives: ['a', false], documented: ['an object without body', 'r2 api'] },
    { asks: 'get if uploaded after tomorrow', run: `const object = await env.FILES.get('a', { onlyIf: { uploadedAfter: new Date(Date.now() + 86400000) } }); return 'body' in object`, gives: false },
    { asks: 'range by offset and length', run: `const object = await env.FILES.get('a', { range: { offset: 1, length: 3 } }); return [await object.text(), object.size, object.range]`, gives: ['ell', 5, { offset: 1, length: 3 }] },
    { asks: 'range by offset', run: `(await env.FILES.get('a', { range: { offset: 3 } })).text()`, gives: 'lo' },
    { asks: 'range by suffix', run: `(await env.FILES.get('a', { range: { suffix: 2 } })).text()`, gives: 'lo' },
    { asks: 'a suffix longer than the object', run: `(await env.FILES.get('a', { range: { suffix: 99 } })).text()`, gives: 'hello', documented: ['fewer bytes', 'r2 api'] },
    { asks: 'a length past the end', run: `(await env.FILES.get('a', { range: { offset: 3, length: 99 } })).text()`, gives: 'lo', documented: ['fewer bytes', 'r2 api'] },
    { asks: 'an offset past the end', run: `env.FILES.get('a', { range: { offset: 99 } })`, throws: 'Error: get: The requested range is not satisfiable (10039)' },
    { asks: 'range of length 0', run: `(await env.FILES.get('a', { range: { offset: 0, length: 0 } })).text()`, throws: 'Error: get: The requested range is not satisfiable (10039)' },
    { asks: 'range by a Range header', run: `const object = await env.FILES.get('a', { range: new Headers({ range: 'bytes=1-2' }) }); return object.text()`, gives: 'el' },
    { asks: 'custom and HTTP metadata on head', run: `await env.FILES.put('m', '', { customMetadata: { mtime: '12', Größe: 'ß' }, httpMetadata: { contentType: 'text/plain', cacheControl: 'no-store', contentDisposition: 'inline' } }); const { customMetadata, httpMetadata } = await env.FILES.head('m'); return [customMetadata, httpMetadata]`, gives: [{ mtime: '12', 'Größe': 'ß' }, { contentType: 'text/plain', contentDisposition: 'inline', cacheControl: 'no-store' }], for: FS },
    { asks: 'writeHttpMetadata', run: `const headers = new Headers(); (await env.FILES.head('m')).writeHttpMetadata(headers); return Object.fromEntries(headers)`, gives: { 'cache-control': 'no-store', 'content-disposition': 'inline', 'content-type': 'text/plain' } },
    { asks: 'content type of a put that names none', run: `(await env.FILES.head('a')).httpMetadata`, gives: {} },
    { asks: 'put without metadata over an object that has some', run: `await env.FILES.put('m2', '', { customMetadata: { a: '1' } }); await env.FILES.put('m2', ''); return (await env.FILES.head('m2')).customMetadata`, gives: {}, for: FS },
    { asks: 'custom metadata that is no text', run: `await env.FILES.put('m3', '', { customMetadata: { size: 12 } }); return (await env.FILES.head('m3')).customMetadata`, gives: { size: '12' } },
    { asks: 'custom metadata of 2048 bytes', run: `(await env.FILES.put('m4', '', { customMetadata: { m: 'x'.repeat(2047) } })).size`, gives: 0 },
    { asks: 'custom metadata of 2049 bytes', run: `env.FILES.put('m4', '', { customMetadata: { m: 'x'.repeat(2048) } })`, throws: 'Error: put: Your metadata headers exceed the maximum allowed metadata size. (10012)', documented: ['at most 8,192 bytes', 'r2 limits'], differs: 'r2-metadata' },
    { asks: 'custom metadata of 8192 bytes', run: `env.FILES.put('m4', '', { customMetadata: { m: 'x'.repeat(8191) } })`, throws: 'Error: put: Your metadata headers exceed the maximum allowed metadata size. (10012)', documented: ['at most 8,192 bytes', 'r2 limits'], differs: 'r2-metadata' },
    { asks: 'the checksum of a put that names none', run: `const { checksums } = await env.FILES.put('c', 'hello'); return [hex(checksums.md5), checksums.sha256 ?? null]`, gives: ['5d41402abc4b2a76b9719d911017c592', null] },
    { asks: 'put with the right SHA-256', run: `const sha256 = await crypto.subtle.digest('SHA-256', new TextEncoder().encode('hello')); const { checksums } = await env.FILES.put('c', 'hello', { sha256 }); return hex(checksums.sha256) === hex(sha256)`, gives: true },
    { asks: 'put with a wrong SHA-256', run: `env.FILES.put('c', 'hello', { sha256: 'a'.repeat(64) })`, throws: 'Error: put: The SHA-256 checksum you specified did not match what we received.\nYou provided a SHA-256 checksum with value: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\nActual SHA-256 was: 2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824 (10037)' },
    { asks: 'put with two checksums', run: `env.FILES.put('c', 'hello', { sha256: 'a'.repeat(64), md5: 'a'.repeat(32) })`, throws: 'TypeError: You cannot specify multiple hashing algorithms.', documented: ['one at a time', 'r2 api'] },
    { asks: 'delete of many keys, one of them missing', run: `await env.FILES.put('x1', ''); await env.FILES.put('x2', ''); await env.FILES.delete(['x1', 'nothing', 'x2']); return [await env.FILES.head('x1'), await env.FILES.head('x2')]`, gives: [null, null] },
    { asks: 'delete of 1000 keys', run: `await env.FILES.delete(Array.from({ length: 1000 }, (_, i) => 'gone' + i)); return 'taken'`, gives: 'taken' },
    { asks: 'delete of 1001 keys', run: `await env.FILES.delete(Array.from({ length: 1001 }, (_, i) => 'gone' + i)); return 'taken'`, gives: 'taken', documented: ['1,000 keys', 's3'], differs: 'r2-delete-many' },
    { asks: 'list of 1005 objects: the first page, and the second by its cursor', run: `for (let at = 0; at < 1005; at += 67) await Promise.all(Array.from({ length: 67 }, (_, i) => env.PAGES.put('n/' + String(at + i).padStart(4, '0'), '')));
      const one = await env.PAGES.list(); const two = await env.PAGES.list({ cursor: one.cursor });
      return [one.objects.length, one.truncated, two.objects.length, two.truncated, 'cursor' in two, two.objects[0].key]`, gives: [1000, true, 5, false, true, 'n/1000'], for: FS, documented: ['up to 1,000, or fewer', 'r2 api'] },
    { asks: 'list with limit 1001', run: `env.PAGES.list({ limit: 1001 })`, throws: 'Error: list: MaxKeys params must be positive integer <= 1000. (10022)', documented: ['at most 1,000', 'r2 api'] },
    { asks: 'list with limit 0', run: `env.PAGES.list({ limit: 0 })`, throws: 'Error: list: MaxKeys params must be positive integer <= 1000. (10022)' },
    { asks: 'list with a delimiter: one level of folders', run: `for (const key of ['d/a', 'd/b/1', 'd/b/2', 'd/c/e/1', 'd/z', 'e']) await env.FILES.put(key, ''); const { objects, delimitedPrefixes } = await env.FILES.list({ prefix: 'd/', delimiter: '/' }); return [objects.map((object) => object.key), delimitedPrefixes]`, gives: [['d/a', 'd/z'], ['d/b/', 'd/c/']], for: FS },
    { asks: 'the same by pages of one', run: `const seen = []; let cursor; do { const page = await env.FILES.list({ prefix: 'd/', delimiter: '/', limit: 1, cursor }); seen.push([...page.objects.map((object) => object.key), ...page.delimitedPrefixes]); cursor = page.truncated ? page.cursor : undefined; } while (cursor); return seen`, gives: [['d/a'], ['d/b/'], ['d/c/'], ['d/z']], for: FS },
    { asks: 'list after a key (startAfter)', run: `(await env.FILES.list({ prefix: 'd/', startAfter: 'd/b/1' })).objects.map((object) => object.key)`, gives: ['d/b/2', 'd/c/e/1', 'd/z'] },
    { asks: 'order of keys', run: `for (const key of ['o/é', 'o/a', 'o/Z', 'o/\\u{1F600}', 'o/\\uFF5E', 'o/10', 'o/9']) await env.FILES.put(key, ''); return (await env.FILES.list({ prefix: 'o/' })).objects.map((object) => object.key.slice(2))`, gives: ['10', '9', 'Z', 'a', 'é', '～', '😀'], for: FS, documented: ['lexicographic', 'r2 api'] },
    { asks: 'list without include: metadata of the objects', run: `const { objects: [object] } = await env.FILES.list({ prefix: 'm', limit: 1 }); return [object.customMetadata ?? null, object.httpMetadata ?? null]`, gives: [{}, {}], for: FS, documented: ['only what include names', 'r2 api'] },
    { asks: 'list with include', run: `const { objects: [object] } = await env.FILES.list({ prefix: 'm', limit: 1, include: ['customMetadata', 'httpMetadata'] }); return [object.customMetadata.mtime, object.httpMetadata.contentType]`, gives: ['12', 'text/plain'] },
    { asks: 'list has size and time of upload', run: `const { objects: [object] } = await env.FILES.list({ prefix: 'a', limit: 1 }); return [object.size, object.uploaded instanceof Date]`, gives: [5, true], for: FS },
    { asks: 'multipart: two parts, sent in the wrong order', run: `const upload = await env.FILES.createMultipartUpload('big'); const two = await upload.uploadPart(2, 'end'); const one = await upload.uploadPart(1, new Uint8Array(5 * 1024 * 1024)); const object = await upload.complete([one, two]); return [object.size, object.etag.endsWith('-2')]`, gives: [5242883, true], for: FS },
    { asks: 'multipart: parts named in the wrong order at the end', run: `const upload = await env.FILES.createMultipartUpload('big2'); const one = await upload.uploadPart(1, new Uint8Array(5 * 1024 * 1024).fill(65)); const two = await upload.uploadPart(2, 'end'); const object = await upload.complete([two, one]); const tail = await env.FILES.get('big2', { range: { suffix: 4 } }); return [object.size, await tail.text()]`, throws: 'Error: completeMultipartUpload: Your proposed upload is smaller than the minimum allowed object size. (10011)' },
    { asks: 'multipart: a part that is not the last, of 5 MiB less a byte', run: `const upload = await env.FILES.createMultipartUpload('small'); const one = await upload.uploadPart(1, new Uint8Array(5 * 1024 * 1024 - 1)); const two = await upload.uploadPart(2, 'end'); return upload.complete([one, two])`, throws: 'Error: completeMultipartUpload: Your proposed upload is smaller than the minimum allowed object size. (10011)' },
    { asks: 'multipart: parts of different sizes before the last', run: `const upload = await env.FILES.createMultipartUpload('uneven'); const parts = [await upload.uploadPart(1, new Uint8Array(5 * 1024 * 1024)), await upload.uploadPart(2, new Uint8Array(5 * 1024 * 1024 + 1)), await upload.uploadPart(3, 'end')]; return (await upload.complete(parts)).size`, throws: 'Error: completeMultipartUpload: There was a problem with the multipart upload. (10048)', documented: ['all but the last of one size', 'r2 api'] },
    { asks: 'multipart: part number 0', run: `(await env.FILES.createMultipartUpload('n')).uploadPart(0, 'x')`, throws: 'TypeError: Part number must be between 1 and 10000 (inclusive). Actual value was: 0' },
    { asks: 'multipart: part number 10001', run: `(await env.FILES.createMultipartUpload('n')).uploadPart(10001, 'x')`, throws: 'TypeError: Part number must be between 1 and 10000 (inclusive). Actual value was: 10001', documented: ['at most 10,000 parts', 'r2 limits'] },
    { asks: 'multipart: nothing to see before complete, nor after abort', run: `const upload = await env.FILES.createMultipartUpload('aborted'); await upload.uploadPart(1, 'x'); const before = await env.FILES.head('aborted'); await upload.abort(); return [before, await env.FILES.head('aborted')]`, gives: [null, null] },
    { asks: 'multipart: a part after abort', run: `const upload = await env.FILES.createMultipartUpload('aborted'); await upload.abort(); return upload.uploadPart(1, 'x')`, throws: 'Error: uploadPart: The specified multipart upload does not exist. (10024)' },
    { asks: 'multipart: complete with a part that was not sent', run: `const upload = await env.FILES.createMultipartUpload('n'); return upload.complete([{ partNumber: 1, etag: 'nothing' }])`, throws: 'Error: completeMultipartUpload: One or more of the specified parts could not be found. (10025)' },
    { asks: 'multipart: resumed by its id', run: `const { key, uploadId } = await env.FILES.createMultipartUpload('resumed'); const upload = env.FILES.resumeMultipartUpload(key, uploadId); const one = await upload.uploadPart(1, 'x'); return (await upload.complete([one])).size`, gives: 1 },
    { asks: 'two puts at once of different keys, then get', run: `await Promise.all([env.FILES.put('p1', '1'), env.FILES.put('p2', '2')]); return [await text(await env.FILES.get('p1')), await text(await env.FILES.get('p2'))]`, gives: ['1', '2'] },
    { asks: '20 puts of one key in a second', run: `for (let i = 0; i < 20; i++) await env.FILES.put('often', String(i)); return text(await env.FILES.get('often'))`, gives: '19', documented: ['one write a second', 'r2 limits, newer'], differs: 'r2-write-rate', for: FS },
  ],
};
