/** Makes access logs for tests: requests at given seconds of one day, in the common form or as JSON lines. */

/** Monday, 2 March 2026, 10:00 UTC, in milliseconds. */
export const TEN = Date.UTC(2026, 2, 2, 10, 0, 0);

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const two = (value: number): string => String(value).padStart(2, '0');

export interface At {
  /** Seconds after `TEN`. */
  second: number;
  /** `GET /settings`. */
  request?: string;
  bytes?: number;
  ms?: number;
  client?: string;
}

export function commonLog(requests: readonly At[]): string[] {
  return requests.map(({ second, request = 'GET /', bytes = 100, client = '1.2.3.4' }) => {
    const time = new Date(TEN + second * 1000);
    const clock = [time.getUTCHours(), time.getUTCMinutes(), time.getUTCSeconds()].map(two).join(':');
    return `${client} - - [${two(time.getUTCDate())}/${MONTHS[time.getUTCMonth()]}/${time.getUTCFullYear()}:${clock} +0000] "${request} HTTP/1.1" 200 ${bytes} "-" "-"`;
  });
}

export function jsonLog(requests: readonly At[]): string[] {
  return requests.map(({ second, request = 'GET /', bytes = 100, ms, client = '1.2.3.4' }) => {
    const [method, url] = request.split(' ');
    return JSON.stringify({ time: TEN + second * 1000 + (ms ?? 0), remote_addr: client, method, url, bytes, ...(ms !== undefined && { responseTime: ms }) });
  });
}
