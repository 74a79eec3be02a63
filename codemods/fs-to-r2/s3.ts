/** The text of the module that stands in a Container for the binding of a bucket: R2 over its S3 API, with the methods of the binding that the adapter uses. */
import type { NewModule } from '../shared/render.js';

const SETTINGS = (binding: string, otherwise: string): NewModule['body'][number] => ({ code: `function set(name‹: string›) {
  const value = process.env[name];
  if (!value) throw new Error(\`\${name} is not set. Documents are kept in R2 over its S3 API: set R2_ENDPOINT, R2_ACCESS_KEY_ID, R2_SECRET_ACCESS_KEY and ${binding}_BUCKET, or ${otherwise}.\`);
  return value;
}

const Bucket = set('${binding}_BUCKET');
const client = new S3Client({
  region: 'auto',
  endpoint: set('R2_ENDPOINT'),
  forcePathStyle: true,
  credentials: { accessKeyId: set('R2_ACCESS_KEY_ID'), secretAccessKey: set('R2_SECRET_ACCESS_KEY') },
  // Checksums only where S3 asks for them: R2 does not take all that the client adds by itself.
  requestChecksumCalculation: 'WHEN_REQUIRED',
  responseChecksumValidation: 'WHEN_REQUIRED',
});` });

const PARTS: NewModule['body'] = [
  { code: `// What is not there is null, and so is what a condition did not allow.
async function orNull‹<T>›(work‹: Promise<T>›, ...statuses‹: number[]›) {
  try {
    return await work;
  } catch (error) {
    if (statuses.includes(‹(›error‹ as { $metadata?: { httpStatusCode?: number } })›.$metadata?.httpStatusCode‹ ?? 0›)) return null;
    throw error;
  }
}` },
  { code: `const withoutQuotes = (etag‹: string | undefined›) => (etag ?? '').replace(/^"|"$/g, '');

function described(found‹: { ETag?: string; ContentLength?: number; LastModified?: Date; Metadata?: Record<string, string> }›) {
  return { etag: withoutQuotes(found.ETag), size: found.ContentLength ?? 0, uploaded: found.LastModified ?? new Date(0), customMetadata: found.Metadata };
}` },
  { code: `// Lengths of streams that come from the bucket: a put has to say how long its body is.
const lengths = new WeakMap‹<object, number | undefined>›();

async function head(Key‹: string›) {
  const found = await orNull(client.send(new HeadObjectCommand({ Bucket, Key })), 404);
  return found && described(found);
}

async function get(Key‹: string›, options‹?: { range?: { offset: number; length: number } }›) {
  const range = options?.range;
  const found = await orNull(client.send(new GetObjectCommand({ Bucket, Key, ...(range ? { Range: \`bytes=\${range.offset}-\${range.offset + range.length - 1}\` } : {}) })), 404);
  if (!found) return null;
  const body = found.Body‹!›.transformToWebStream();
  lengths.set(body, found.ContentLength);
  return { ...described(found), body, arrayBuffer: () => new Response(body).arrayBuffer() };
}` },
  { code: `async function put(Key‹: string›, value‹: ArrayBufferView | ReadableStream›, options‹: { onlyIf?: { etagMatches?: string; etagDoesNotMatch?: string }; customMetadata?: Record<string, string> }› = {}) {
  const { etagMatches, etagDoesNotMatch } = options.onlyIf ?? {};
  const isBytes = ArrayBuffer.isView(value);
  const written = await orNull(client.send(new PutObjectCommand({
    Bucket,
    Key,
    Body: isBytes ? new Uint8Array(value.buffer, value.byteOffset, value.byteLength) : Readable.fromWeb(value‹ as never›),
    ContentLength: isBytes ? value.byteLength : lengths.get(value),
    Metadata: options.customMetadata,
    ...(etagMatches ? { IfMatch: \`"\${etagMatches}"\` } : {}),
    ...(etagDoesNotMatch ? { IfNoneMatch: '*' } : {}),
  })), ...(options.onlyIf ? [404, 409, 412] : []));
  return written && { etag: withoutQuotes(written.ETag), size: isBytes ? value.byteLength : 0, uploaded: new Date() };
}` },
  { code: `// One by one: what removes many at once wants a checksum that R2 need not take.
async function remove(keys‹: string | string[]›) {
  const left = [keys].flat();
  while (left.length > 0) await Promise.all(left.splice(0, 20).map((Key) => client.send(new DeleteObjectCommand({ Bucket, Key }))));
}

async function list({ prefix, delimiter, cursor, limit }‹: { prefix?: string; delimiter?: string; cursor?: string; limit?: number }›) {
  const page = await client.send(new ListObjectsV2Command({ Bucket, Prefix: prefix, Delimiter: delimiter, ContinuationToken: cursor, MaxKeys: limit }));
  return {
    objects: (page.Contents ?? []).map((object) => ({ key: object.Key‹ ?? ''› })),
    delimitedPrefixes: (page.CommonPrefixes ?? []).map((folder) => folder.Prefix‹ ?? ''›),
    truncated: page.IsTruncated === true,
    cursor: page.NextContinuationToken,
  };
}` },
  { code: `async function createMultipartUpload(Key‹: string›) {
  const { UploadId } = await client.send(new CreateMultipartUploadCommand({ Bucket, Key }));
  return {
    async uploadPart(PartNumber‹: number›, bytes‹: Uint8Array›) {
      const { ETag } = await client.send(new UploadPartCommand({ Bucket, Key, UploadId, PartNumber, Body: bytes }));
      return { partNumber: PartNumber, etag: ETag ?? '' };
    },
    async complete(parts‹: { partNumber: number; etag: string }[]›) {
      await client.send(new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts: parts.map(({ partNumber, etag }) => ({ PartNumber: partNumber, ETag: etag })) } }));
    },
    async abort() {
      await client.send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId }));
    },
  };
}` },
];

const COMMANDS = ['AbortMultipartUploadCommand', 'CompleteMultipartUploadCommand', 'CreateMultipartUploadCommand', 'DeleteObjectCommand', 'GetObjectCommand', 'HeadObjectCommand', 'ListObjectsV2Command', 'PutObjectCommand', 'S3Client', 'UploadPartCommand'];

/** `binding`: the name by which the adapter asks for its bucket; `otherwise`: what to do where it is not meant. */
export const s3Module = (binding: string, otherwise = 'start Node with --conditions=disk to keep them on the disk'): NewModule => ({
  header: ['R2 over its S3 API, by the methods that a binding has on Workers: a Container has no bindings. Which bucket, and with which keys, the environment says.'],
  imports: [{ kind: 'named', names: ['Readable'], from: 'node:stream' }, { kind: 'named', names: COMMANDS, from: '@aws-sdk/client-s3' }],
  body: [SETTINGS(binding, otherwise), ...PARTS, { exports: 'env', code: `const env = { ${binding}: { head, get, put, delete: remove, list, createMultipartUpload } };` }],
});
