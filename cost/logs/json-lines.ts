/**
 * Lines of JSON: pino-http, morgan and express loggers that write JSON, nginx and Caddy, Google Cloud (load balancer, Cloud Run), AWS load balancers
 * as tables, Traefik. A field is known by its name; a line without method and path is no request.
 */
import { pathOfUrl, requestLine, type LineReader, type LineReading } from './logged-request.js';
import { fieldTime } from './time.js';

type Fields = Record<string, unknown>;

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);

/** The value at a dotted name; a name with dots may also stand as it is. */
function at(fields: Fields, name: string): unknown {
  if (name in fields) return fields[name];
  return !name.includes('.') ? undefined : name.split('.').reduce<unknown>((inner, part) => (isFields(inner) ? inner[part] : undefined), fields);
}

const isSaid = (value: unknown): boolean => value !== undefined && value !== null && value !== '' && value !== '-';

function first(fields: Fields, names: readonly string[]): { name: string; value: unknown } | null {
  for (const name of names) {
    const value = at(fields, name);
    if (isSaid(value)) return { name, value };
  }
  return null;
}

const text = (fields: Fields, names: readonly string[]): string => {
  const found = first(fields, names)?.value;
  return typeof found === 'string' ? found : '';
};

const METHOD = ['httpRequest.requestMethod', 'req.method', 'request.method', 'http.method', 'request_method', 'requestMethod', 'request_verb', 'method', 'verb', 'RequestMethod', 'http.request.method'];
const URL = ['httpRequest.requestUrl', 'req.originalUrl', 'req.url', 'request.url', 'request.uri', 'http.url', 'request_uri', 'requestUrl', 'request_url', 'originalUrl', 'url', 'uri', 'path', 'RequestPath', 'url.path', 'url.original'];
const WHOLE = ['request', 'request_line', 'requestLine'];
const TIME = ['@timestamp', 'timestamp', 'time', 'time_iso8601', 'ts', 'datetime', 'date', 'msec', 'time_local', 'StartUTC'];
const BYTES = [
  'httpRequest.responseSize', 'res.headers.content-length', 'res.contentLength', 'response.bytes', 'body_bytes_sent', 'bytes_sent', 'sent_bytes', 'responseSize', 'response_size', 'content_length',
  'contentLength', 'content-length', 'bytes', 'size', 'DownstreamContentSize', 'http.response.body.bytes',
];

/** Names of the duration and what a bare number in them counts. Texts carry their unit: `0.123s`, `12 ms`. */
const DURATION: readonly [name: string, unit: 's' | 'ms' | 'ns'][] = [
  ['httpRequest.latency', 's'], ['responseTime', 'ms'], ['response_time', 'ms'], ['response-time', 'ms'], ['responseTimeMs', 'ms'], ['durationMs', 'ms'], ['duration_ms', 'ms'], ['elapsed', 'ms'],
  ['request_time', 's'], ['target_processing_time', 's'], ['latency', 'ms'], ['latencyMs', 'ms'], ['latency_ms', 'ms'], ['duration', 'ms'], ['Duration', 'ns'], ['event.duration', 'ns'],
];

const MS: Record<string, number> = { ns: 1e-6, us: 1e-3, µs: 1e-3, ms: 1, s: 1000 };

/** Caddy alone writes `duration` in seconds, beside a request with its `uri`. */
const unitOf = (fields: Fields, name: string, unit: string): string => (name === 'duration' && isSaid(at(fields, 'request.uri')) ? 's' : unit);

/** Milliseconds and how they were read. Negative ones, which stand for an answer that never came, count as not said. */
function duration(fields: Fields): { ms: number; field: string } | null {
  for (const [name, usual] of DURATION) {
    const match = /^(-?\d+(?:\.\d+)?(?:e[+-]?\d+)?)\s*(ns|us|µs|ms|s)?$/i.exec(String(at(fields, name) ?? '').trim());
    if (!match) continue;
    const unit = match[2]?.toLowerCase() ?? unitOf(fields, name, usual);
    const ms = Number(match[1]) * (MS[unit] ?? 1);
    return ms >= 0 ? { ms, field: `${name} (${unit})` } : null;
  }
  return null;
}

function bytes(fields: Fields): number | null {
  const found = first(fields, BYTES)?.value;
  const value = typeof found === 'number' || typeof found === 'string' ? Number(found) : Number.NaN;
  return Number.isFinite(value) && value >= 0 ? value : null;
}

function target(fields: Fields): { method: string; path: string } | null {
  const method = text(fields, METHOD).toUpperCase();
  const path = pathOfUrl(text(fields, URL));
  if (/^[A-Z]{3,12}$/.test(method) && path !== '') return { method, path };
  const whole = requestLine(text(fields, WHOLE));
  return whole.method === '' ? null : whole;
}

/** The first that is a time: `time` may be a text that is none. */
function time(fields: Fields): number | null {
  for (const name of TIME) {
    const found = fieldTime(at(fields, name));
    if (found !== null) return found;
  }
  return null;
}

const STATUS = ['status', 'statusCode', 'status_code', 'res.statusCode', 'response.status', 'response.statusCode', 'httpRequest.status', 'elb_status_code', 'http.status_code', 'http.response.status_code', 'OriginStatus', 'DownstreamStatus'];

const CLIENT = ['httpRequest.remoteIp', 'req.remoteAddress', 'remote_addr', 'remoteAddress', 'remote_ip', 'request.remote_ip', 'request.client_ip', 'client_ip', 'ip', 'ClientHost'];

const instanceOf = (fields: Fields, key: string | null): string => {
  const found = key === null || key.startsWith(':') ? null : first(fields, key === 'ip' ? CLIENT : [key])?.value;
  return typeof found === 'string' || typeof found === 'number' ? String(found) : '';
};

function requestOf(fields: Fields, instanceKey: string | null): LineReading {
  const asked = target(fields);
  if (asked === null) return 'other';
  const stamp = time(fields);
  if (stamp === null) return 'unreadable';
  const took = duration(fields);
  // Google Cloud stamps the arrival; everything else writes its line when the answer is out.
  const start = isSaid(fields['httpRequest']) ? stamp : stamp - (took?.ms ?? 0);
  // Written out: spreading one object into another for each line takes longer than reading it.
  return {
    method: asked.method, path: asked.path, start, end: start + (took?.ms ?? 0), bytes: bytes(fields),
    durationMs: took?.ms ?? null, durationField: took?.field ?? null, answered: took !== null || first(fields, STATUS) !== null, instance: instanceOf(fields, instanceKey),
  };
}

export const jsonLine: LineReader = (line, instanceKey) => {
  if (!line.startsWith('{')) return 'unreadable';
  try {
    const fields: unknown = JSON.parse(line);
    return isFields(fields) ? requestOf(fields, instanceKey) : 'unreadable';
  } catch {
    return 'unreadable';
  }
};
