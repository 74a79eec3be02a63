/** What one side's answers hand to its later requests: captured values, and cookies where the script keeps them. Each side has its own. */
import type { Answer } from './http.js';
import { parseJsonPath, valueAt } from './json-path.js';
import type { ScriptRequest } from './script.js';

export interface Carried {
  captured: Map<string, string>;
  /** Null: the script does not keep cookies. */
  cookies: Map<string, string> | null;
}

export const nothingCarried = (keepsCookies: boolean): Carried => ({ captured: new Map(), cookies: keepsCookies ? new Map() : null });

function jsonIn(answer: Answer): unknown {
  try {
    return JSON.parse(answer.bytes.toString('utf8')) as unknown;
  } catch {
    return undefined; // No JSON: nothing to carry over, and the later request shows its unfilled name.
  }
}

/** Of a Location only what a path is made of: each side has a port of its own. */
const headerValue = (answer: Answer, name: string): string | undefined =>
  name === 'location' ? answer.headers[name]?.replace(/^https?:\/\/[^/]+/, '') : answer.headers[name];

/** `expires` in the past or `Max-Age=0` removes a cookie. */
const isRemoval = (attributes: string): boolean => {
  const age = /;\s*max-age=(-?\d+)/i.exec(attributes)?.[1];
  if (age !== undefined) return Number(age) <= 0;
  const expires = /;\s*expires=([^;]+)/i.exec(attributes)?.[1];
  return expires !== undefined && Date.parse(expires) <= Date.now();
};

function keepCookies(jar: Map<string, string>, setCookies: readonly string[]): void {
  for (const text of setCookies) {
    const [, name = '', value = ''] = /^\s*([^=;]+)=([^;]*)/.exec(text) ?? [];
    if (name === '') continue;
    if (isRemoval(text)) jar.delete(name.trim());
    else jar.set(name.trim(), value);
  }
}

/** Notes what an answer hands on. */
export function carryOn(request: ScriptRequest, answer: Answer, { captured, cookies }: Carried): void {
  if (answer.failure) return;
  if (cookies) keepCookies(cookies, answer.setCookies ?? []);
  const body = Object.values(request.capture).some((from) => from.startsWith('$')) ? jsonIn(answer) : undefined;
  for (const [name, from] of Object.entries(request.capture)) {
    const path = parseJsonPath(from);
    const value = path ? (body === undefined ? undefined : valueAt(path, body)) : headerValue(answer, from.toLowerCase());
    if (value !== undefined) captured.set(name, typeof value === 'string' ? value : JSON.stringify(value));
  }
}

/** The Cookie header of the next request; its own cookies come after those that were kept. */
export function cookieHeader(own: string | undefined, { cookies }: Carried): Record<string, string> {
  if (!cookies || cookies.size === 0) return {};
  const kept = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  return { cookie: own === undefined ? kept : `${kept}; ${own}` };
}
