/** The body of a request as a script writes it (JSON, form, text, bytes, parts with files) and as it is sent. Reads no file. */
import { z } from 'zod';

const plainText = z.union([z.string(), z.number(), z.boolean()]).transform(String);

const base64 = z.string().refine((text) => /^[A-Za-z0-9+/\s]*={0,2}\s*$/.test(text), 'bytes in base64');

const file = z.strictObject({
  /** Name that the client gives the file. */
  file: z.string().min(1),
  type: z.string().min(1).default('application/octet-stream'),
  text: z.string().optional(),
  base64: base64.optional(),
}).refine((part) => (part.text === undefined) !== (part.base64 === undefined), 'a file has `text` or `base64`');

const field = z.union([plainText, file]);

export const bodyFields = {
  json: z.unknown().optional(),
  form: z.record(z.string(), plainText).optional(),
  body: z.string().optional(),
  bodyBase64: base64.optional(),
  multipart: z.record(z.string(), z.union([field, z.array(field)])).optional(),
};

export const BODY_KEYS = Object.keys(bodyFields) as (keyof typeof bodyFields)[];

type Field = z.infer<typeof field>;
type RawBody = { [key in keyof typeof bodyFields]?: z.infer<(typeof bodyFields)[key]> };

/** `binary`: each character of `body` is one byte. */
export interface SentBody {
  body: string | null;
  binary?: true;
  contentType?: string;
}

/** Always the same, so that both sides and every round get the same bytes. */
const BOUNDARY = '----cf-migrate-verify-7f3a91c2';

/** One character for each byte. */
export const bytesText = (bytes: Buffer): string => bytes.toString('latin1');

const quoted = (name: string): string => bytesText(Buffer.from(name, 'utf8')).replace(/"/g, '%22').replace(/\r?\n/g, '%0A');

function part(name: string, value: Field): string {
  const head = `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${quoted(name)}"`;
  if (typeof value === 'string') return `${head}\r\n\r\n${bytesText(Buffer.from(value, 'utf8'))}\r\n`;
  const bytes = value.base64 === undefined ? Buffer.from(value.text ?? '', 'utf8') : Buffer.from(value.base64, 'base64');
  return `${head}; filename="${quoted(value.file)}"\r\nContent-Type: ${value.type}\r\n\r\n${bytesText(bytes)}\r\n`;
}

const several = (value: Field | Field[]): Field[] => (Array.isArray(value) ? value : [value]);

/** A form; placeholders stay as they are written. */
const formText = (form: Record<string, string>): string =>
  new URLSearchParams(form).toString().replace(/%7B%7B([\w.]+)(?:%7C([\w.%+-]*?))?%7D%7D/g, (_all, name: string, otherwise?: string) => `{{${name}${otherwise === undefined ? '' : `|${otherwise}`}}}`);

export function sentBody(request: RawBody): SentBody {
  if (request.json !== undefined) return { body: JSON.stringify(request.json), contentType: 'application/json' };
  if (request.form !== undefined) return { body: formText(request.form), contentType: 'application/x-www-form-urlencoded' };
  if (request.bodyBase64 !== undefined) return { body: bytesText(Buffer.from(request.bodyBase64, 'base64')), binary: true };
  if (request.multipart === undefined) return { body: request.body ?? null };
  const parts = Object.entries(request.multipart).flatMap(([name, value]) => several(value).map((one) => part(name, one)));
  return { body: `${parts.join('')}--${BOUNDARY}--\r\n`, binary: true, contentType: `multipart/form-data; boundary=${BOUNDARY}` };
}

/** The bytes that go over the wire. */
export const bodyBytes = (body: string, binary: boolean): Buffer => Buffer.from(body, binary ? 'latin1' : 'utf8');
