/** One request and its answer as they went over the wire, whoever wrote them down. */
export interface Exchange {
  method: string;
  /** With its query. */
  path: string;
  /** Names in lower case. */
  headers: Record<string, string>;
  body: Buffer | null;
  status: number;
  answerHeaders: Record<string, string>;
  /** Each Set-Cookie of the answer. */
  setCookies: string[];
  answer: Buffer;
}

export interface Leaf {
  /** `$.items[0].id`. */
  path: string;
  key: string;
  value: string;
}

export function jsonOf(bytes: Buffer | null): unknown {
  try {
    return bytes === null ? undefined : (JSON.parse(bytes.toString('utf8')) as unknown);
  } catch {
    return undefined; // No JSON.
  }
}

/** Texts and numbers of a JSON value, each with its path. */
export function leavesOf(value: unknown, path = '$', key = ''): Leaf[] {
  if (typeof value === 'string' || typeof value === 'number') return [{ path, key, value: String(value) }];
  if (Array.isArray(value)) return value.flatMap((item, i) => leavesOf(item, `${path}[${i}]`, key));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, each]) => leavesOf(each, /^[A-Za-z_]\w*$/.test(name) ? `${path}.${name}` : `${path}[${JSON.stringify(name)}]`, name));
}
