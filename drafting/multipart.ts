/** Reads a multipart body back into the fields that a script writes. Refuses nothing: what has no name is left out. */
import type { MultipartField } from './script-draft.js';

function fieldOf(head: string, content: Buffer): [string, MultipartField] | null {
  const name = /\bname="([^"]*)"/i.exec(head)?.[1];
  if (name === undefined) return null;
  const file = /\bfilename="([^"]*)"/i.exec(head)?.[1];
  if (file === undefined) return [name, content.toString('utf8')];
  const type = /^content-type:\s*([^\r\n]+)/im.exec(head)?.[1]?.trim() ?? 'application/octet-stream';
  const text = content.toString('utf8');
  const readable = Buffer.from(text, 'utf8').equals(content) && !content.includes(0);
  return [name, { file: file === '' ? 'unnamed' : file, type, ...(readable ? { text } : { base64: content.toString('base64') }) }];
}

export function multipartFields(body: Buffer, contentType: string): Record<string, MultipartField | MultipartField[]> | null {
  const boundary = /boundary="?([^";]+)"?/i.exec(contentType)?.[1];
  if (boundary === undefined) return null;
  // One character for each byte, so that the text can be cut and turned back.
  const parts = body.toString('latin1').split(`--${boundary}`).slice(1, -1);
  const fields = parts.flatMap((part) => {
    const cut = part.indexOf('\r\n\r\n');
    const found = cut === -1 ? null : fieldOf(Buffer.from(part.slice(0, cut), 'latin1').toString('utf8'), Buffer.from(part.slice(cut + 4).replace(/\r\n$/, ''), 'latin1'));
    return found ? [found] : [];
  });
  const values = (name: string): MultipartField[] => fields.filter(([each]) => each === name).map(([, value]) => value);
  return Object.fromEntries(fields.map(([name, value]) => [name, values(name).length > 1 ? values(name) : value]));
}
