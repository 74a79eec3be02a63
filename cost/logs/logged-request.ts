/** One line of an access log, whatever its form: what every reader of lines gives and everything after it takes. */

export interface LoggedRequest {
  /** Upper case; '' when the client sent no readable request. */
  method: string;
  /** Path without query: `/settings`; '' when the client sent no readable request. */
  path: string;
  /** Milliseconds since 1970. */
  start: number;
  end: number;
  /** Bytes sent; null when the line does not say. */
  bytes: number | null;
  /** How long the answer took; null when the line does not say. */
  durationMs: number | null;
  /** What the log calls that duration, with its unit: `request_time (s)`; null when the line has none. */
  durationField: string | null;
  /** The line says how it ended. Some programs write a line when a request comes, and another when it is answered. */
  answered: boolean;
  /** What a declared key of instances says here; '' where the line has none. */
  instance: string;
}

/** `other`: a readable line that is no request, as programs write between their requests. `unreadable`: not of this form. */
export type LineReading = LoggedRequest | 'other' | 'unreadable';

/** `instanceKey` is a field of the line, `ip`, or `:name` for a parameter of the route, which the route matcher reads. */
export type LineReader = (line: string, instanceKey: string | null) => LineReading;

const ABSOLUTE = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i;

/** `/a/b` of `https://host:443/a/b?c#d`, `/a/b?c`; '' of anything that is no path. */
export function pathOfUrl(url: string): string {
  const bare = url.replace(ABSOLUTE, '').replace(/[?#].*$/s, '');
  return bare === '' ? (ABSOLUTE.test(url) ? '/' : '') : bare.startsWith('/') ? bare : '';
}

/** Method and path of `GET /a?b HTTP/1.1`; both '' when the client sent something else. */
export function requestLine(text: string): { method: string; path: string } {
  const match = /^([A-Za-z]{3,12}) (\S+)(?: HTTP\/[\d.]+)?$/.exec(text.trim());
  const path = pathOfUrl(match?.[2] ?? '');
  return match && path !== '' ? { method: (match[1] ?? '').toUpperCase(), path } : { method: '', path: '' };
}
