import { describe, expect, it } from 'vitest';
import { jsonLine } from '../../../cost/logs/json-lines.js';
import { pathOfUrl, requestLine, type LineReading } from '../../../cost/logs/logged-request.js';
import { balancerLine, commonLine } from '../../../cost/logs/text-lines.js';
import { commonTime, fieldTime } from '../../../cost/logs/time.js';

const TEN = Date.UTC(2026, 2, 2, 10, 0, 0);

const fields = (reading: LineReading): unknown =>
  typeof reading === 'string' ? reading : [reading.method, reading.path, reading.start - TEN, reading.bytes, reading.durationMs, reading.durationField];

describe('times', () => {
  it.each([
    ['02/Mar/2026:10:00:00 +0000', TEN], ['02/Mar/2026:12:00:00 +0200', TEN], ['02/Mar/2026:05:30:00 -0430', TEN], ['02/Mar/2026:10:00:00', TEN],
    ['02/Foo/2026:10:00:00 +0000', null], ['yesterday', null],
  ])('%s of a common log', (text, time) => expect(commonTime(text)).toBe(time));
  it.each([
    [TEN, TEN], [TEN / 1000, TEN], [TEN * 1000, TEN], [String(TEN / 1000 + 0.25), TEN + 250], ['2026-03-02T10:00:00Z', TEN], ['2026-03-02T10:00:00.123456789Z', TEN + 123],
    ['2026-03-02T12:00:00+0200', TEN], ['2026-03-02T12:00:00+02:00', TEN], ['2026-03-02 10:00:00,500', TEN + 500], ['2026-03-02T10:00:00', TEN],
    ['[02/Mar/2026:10:00:00 +0000]', TEN], ['Mon, 02 Mar 2026 10:00:00 GMT', TEN], [42, null], ['42', null], ['soon', null], [null, null], [{}, null],
  ])('%s as a field', (value, time) => expect(fieldTime(value)).toBe(time));
});

describe('request lines', () => {
  it.each([
    ['GET /a?b=c HTTP/1.1', 'GET', '/a'], ['get / HTTP/2.0', 'GET', '/'], ['GET http://host:80/a/b#c HTTP/1.1', 'GET', '/a/b'], ['\\x16\\x03\\x01', '', ''], ['-', '', ''], ['', '', ''], ['CONNECT host:443 HTTP/1.1', '', ''],
  ])('%s', (text, method, path) => expect(requestLine(text)).toEqual({ method, path }));
  it.each([['https://host', '/'], ['https://host?x', '/'], ['/a?x=http://b/c', '/a'], ['nothing', '']])('path of %s', (url, path) => expect(pathOfUrl(url)).toBe(path));
});

describe('the common and combined form', () => {
  it.each([
    ['common', '1.2.3.4 - - [02/Mar/2026:10:00:00 +0000] "GET /a?b HTTP/1.1" 200 2326', ['GET', '/a', 0, 2326, null, null]],
    ['combined', '::1 - frank [02/Mar/2026:10:00:00 +0000] "POST /a HTTP/1.1" 200 12 "http://x/" "curl [8]"', ['POST', '/a', 0, 12, null, null]],
    ['with the virtual host in front', 'x.org:443 1.2.3.4 - - [02/Mar/2026:10:00:00 +0000] "GET / HTTP/1.1" 304 - "-" "-"', ['GET', '/', 0, 0, null, null]],
    ['with more at the end', '1.2.3.4 - - [02/Mar/2026:10:00:00 +0000] "GET / HTTP/1.1" 200 5 "-" "a \\"b\\"" 0.123 "x"', ['GET', '/', 0, 5, null, null]],
    ['with a quote in the request', '1.2.3.4 - - [02/Mar/2026:10:00:00 +0000] "GET /a\\"b HTTP/1.1" 200 5', ['GET', '/a\\"b', 0, 5, null, null]],
    ['of a client that speaks something else', '1.2.3.4 - - [02/Mar/2026:10:00:00 +0000] "\\x16\\x03\\x01" 400 157', ['', '', 0, 157, null, null]],
  ])('%s', (_, line, expected) => expect(fields(commonLine(line, null))).toEqual(expected));
  it.each(['', 'hello', '1.2.3.4 - - [02/Mar/2026:10:00:00 +0000] GET / 200 5', '1.2.3.4 - - [yesterday it was] "GET / HTTP/1.1" 200 5', '{"a": 1}', '{broken', '# comment'])('%j is none', (line) => expect(commonLine(line, null)).toBe('unreadable'));
  it('names the client where that picks the instance', () => {
    const line = '1.2.3.4 - - [02/Mar/2026:10:00:00 +0000] "GET / HTTP/1.1" 200 5';
    expect(commonLine(line, 'ip')).toMatchObject({ instance: '1.2.3.4' });
    expect(commonLine(line, 'user')).toMatchObject({ instance: '' });
  });
  it('gives up on a long line that is none in little time', () => {
    const before = performance.now();
    commonLine(`${'a '.repeat(50_000)}[`, null);
    commonLine(`1.2.3.4 - - [02/Mar/2026:10:00:00 +0000] "${'\\'.repeat(100_001)}`, null);
    expect(performance.now() - before).toBeLessThan(500);
  });
});

describe('an AWS load balancer', () => {
  const line = (times: string): string => `https 2026-03-02T10:00:00.000000Z app/lb/50dc 192.168.1.1:2817 10.0.0.1:80 ${times} 200 200 34 366 "GET https://www.example.org:443/a?b HTTP/1.1" "curl" - - arn "Root=1"`;
  it('stamps the answer and gives the way in three parts', () => {
    expect(fields(balancerLine(line('0.001 0.500 0.002'), null))).toEqual(['GET', '/a', -503, 366, 503, 'request, target and response processing time (s)']);
  });
  it('has no duration where no target answered', () => expect(fields(balancerLine(line('-1 -1 -1'), null))).toEqual(['GET', '/a', 0, 366, null, null]));
  it('names the client', () => expect(balancerLine(line('0 0 0'), 'ip')).toMatchObject({ instance: '192.168.1.1' }));
});

describe('JSON lines', () => {
  it.each([
    ['pino-http', { level: 30, time: TEN + 20, hostname: 'h', req: { id: 1, method: 'GET', url: '/a?b', remoteAddress: '::1' }, res: { statusCode: 200, headers: { 'content-length': '17' } }, responseTime: 20, msg: 'request completed' }, ['GET', '/a', 0, 17, 20, 'responseTime (ms)']],
    ['morgan', { method: 'GET', url: '/a', status: '200', 'response-time': '3.5', content_length: '5', date: 'Mon, 02 Mar 2026 10:00:00 GMT' }, ['GET', '/a', -3.5, 5, 3.5, 'response-time (ms)']],
    ['nginx', { time_iso8601: '2026-03-02T10:00:01+00:00', request_method: 'GET', request_uri: '/a?b', status: '200', body_bytes_sent: '99', request_time: '1.000' }, ['GET', '/a', 0, 99, 1000, 'request_time (s)']],
    ['nginx with the whole request', { msec: String(TEN / 1000), request: 'PUT /a HTTP/1.1', bytes_sent: 3 }, ['PUT', '/a', 0, 3, null, null]],
    ['Cloud Run and Google load balancers', { timestamp: '2026-03-02T10:00:00.000Z', httpRequest: { requestMethod: 'GET', requestUrl: 'https://x.run.app/a?b', status: 200, responseSize: '1234', latency: '0.250s' } }, ['GET', '/a', 0, 1234, 250, 'httpRequest.latency (s)']],
    ['AWS load balancer as a table', { time: '2026-03-02T10:00:00Z', request_verb: 'GET', request_url: 'https://x/a', sent_bytes: 7, target_processing_time: 0.5 }, ['GET', '/a', -500, 7, 500, 'target_processing_time (s)']],
    ['Caddy', { ts: TEN / 1000, request: { method: 'GET', uri: '/a?b' }, duration: 0.25, size: 8, status: 200 }, ['GET', '/a', -250, 8, 250, 'duration (s)']],
    ['a program of its own', { timestamp: TEN, method: 'get', path: '/a', durationMs: 5 }, ['GET', '/a', -5, null, 5, 'durationMs (ms)']],
    ['a duration with its unit', { timestamp: TEN, method: 'GET', path: '/a', duration: '2s' }, ['GET', '/a', -2000, null, 2000, 'duration (s)']],
    ['a duration that stands for no answer', { timestamp: TEN, method: 'GET', path: '/a', request_time: -1 }, ['GET', '/a', 0, null, null, null]],
  ])('of %s', (_, line, expected) => expect(fields(jsonLine(JSON.stringify(line), null))).toEqual(expected));
  it.each([
    ['what a program says between requests', '{"time":1772445600000,"msg":"listening"}', 'other'],
    ['a path of a file that was no request', '{"time":1772445600000,"path":"/var/x"}', 'other'],
    ['a request without a time', '{"method":"GET","url":"/a"}', 'unreadable'],
    ['half a line', '{"method":"GET","url', 'unreadable'],
    ['a list', '["GET", "/a"]', 'unreadable'],
    ['a common line', '1.2.3.4 - - [02/Mar/2026:10:00:00 +0000] "GET / HTTP/1.1" 200 5', 'unreadable'],
  ])('%s', (_, line, expected) => expect(jsonLine(line, null)).toBe(expected));
  it('picks the instance by a field, or by the client', () => {
    const line = JSON.stringify({ time: TEN, method: 'GET', url: '/', remote_addr: '9.9.9.9', user: { id: 7 } });
    expect([jsonLine(line, 'user.id'), jsonLine(line, 'ip')]).toMatchObject([{ instance: '7' }, { instance: '9.9.9.9' }]);
  });
});
