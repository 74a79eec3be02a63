/** Lines of the common and combined form (Apache, nginx, morgan) and of AWS load balancers. Fields after the agent have no names and are not read. */
import { pathOfUrl, requestLine, type LineReader } from './logged-request.js';
import { commonTime, fieldTime } from './time.js';

/** host ident user [time] "request" status bytes, then anything; some put the virtual host in front. */
const COMMON = /^(?:\S+ )??(\S+) \S+ (?:\S+|"[^"]*") \[([^\]]{10,40})\] "([^"\\]*(?:\\.[^"\\]*)*)" (?:\d{3}|-) (\d+|-)(?: |$)/;

const number = (text: string | undefined): number | null => (text !== undefined && /^\d+$/.test(text) ? Number(text) : null);

/** A dash stands for no bytes. The time is that of a second in which nothing is said about how long the answer took. */
export const commonLine: LineReader = (line, instanceKey) => {
  const match = COMMON.exec(line);
  const time = match ? commonTime(match[2] ?? '') : null;
  if (!match || time === null) return 'unreadable';
  const { method, path } = requestLine(match[3] ?? '');
  return { method, path, start: time, end: time, bytes: number(match[4]) ?? 0, durationMs: null, durationField: null, answered: true, instance: instanceKey === 'ip' ? (match[1] ?? '') : '' };
};

/** type time balancer client target wait work send status status received sent "request" */
const BALANCER = /^(?:https?|h2|wss?|grpcs?) (\S+) \S+ (\S+) \S+ (-?[\d.]+) (-?[\d.]+) (-?[\d.]+) \S+ \S+ (\d+|-) (\d+|-) "([^"]*)"/;

/** The time is when the answer was sent; the three parts of the way, in seconds, are -1 where there was no target. */
export const balancerLine: LineReader = (line, instanceKey) => {
  const match = BALANCER.exec(line);
  const end = fieldTime(match?.[1]);
  if (!match || end === null) return 'unreadable';
  const parts = [match[3], match[4], match[5]].map(Number);
  const durationMs = parts.every((part) => part >= 0) ? parts.reduce((total, part) => total + part, 0) * 1000 : null;
  const [method = '', url = ''] = (match[8] ?? '').split(' ');
  const known = /^[A-Z]+$/.test(method);
  return {
    method: known ? method : '', path: known ? pathOfUrl(url) : '', start: end - (durationMs ?? 0), end, bytes: number(match[7]), durationMs,
    durationField: durationMs === null ? null : 'request, target and response processing time (s)',
    answered: true, instance: instanceKey === 'ip' ? (match[2] ?? '').replace(/:\d+$/, '') : '',
  };
};
