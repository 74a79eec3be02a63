import { describe, expect, it } from 'vitest';
import { isUsable, readLog, type AccessLog } from '../../../cost/logs/read-log.js';
import { routeFinder } from '../../../cost/logs/routes.js';
import { awakeInLog, hoursWithCalls, type Visits } from '../../../cost/logs/visits.js';
import { scanOf } from '../scan-builder.js';
import { commonLog, jsonLog, TEN } from './log-lines.js';

const find = routeFinder(scanOf({ entries: ['GET /', 'GET /rooms/:room', 'POST /jobs'] }).entryPoints);

function usable(lines: string[], key: string | null = null): AccessLog {
  const log = readLog(lines, 'access.log', find, key);
  if (!isUsable(log)) throw new Error(log.problem);
  return log;
}

const DAY = 86_400;
const calls = (log: AccessLog): Record<string, number> => Object.fromEntries([...log.byEntry].map(([id, { visits }]) => [id, visits.starts.length]));

describe('an access log', () => {
  it('counts calls by entry point, and names what no entry point answers', () => {
    const log = usable(commonLog([
      { second: 0 }, { second: 10, request: 'GET /?q=1' }, { second: 20, request: 'GET /rooms/a' }, { second: 30, request: 'GET /rooms/b' }, { second: 40, request: 'GET /wp-login.php' },
      { second: 50, request: 'GET /wp-login.php?x' }, { second: 60, request: 'OPTIONS /jobs' }, { second: DAY, request: 'POST /jobs' },
    ]));
    expect(calls(log)).toEqual({ 'GET /': 2, 'GET /rooms/:room': 2, 'POST /jobs': 1 });
    expect(log.unmatched).toMatchObject({ total: 3, top: [{ request: 'GET /wp-login.php', count: 2 }, { request: 'OPTIONS /jobs', count: 1 }] });
    expect([log.requests, log.form, log.from - TEN, log.to - TEN, log.bytes]).toEqual([8, 'common or combined', 0, DAY * 1000, 800]);
  });
  it('reads durations and says from which field', () => {
    const log = usable([...jsonLog([{ second: 0, ms: 100 }, { second: 10, ms: 300 }]), '{"time":1772445620000,"method":"GET","url":"/","status":304}']);
    expect(log.byEntry.get('GET /')).toMatchObject({ timed: 2, durationMs: 400 });
    expect(log.durationField).toBe('responseTime (ms)');
  });
  it('skips empty lines and a line end of another system', () => expect(usable(['', ...commonLog([{ second: 0 }, { second: 9 }]).map((line) => `${line}\r`), '']).requests).toBe(2));
  it('does not take what a program says between its requests for damage', () => {
    const log = usable(['{"time":1772445600000,"msg":"listening"}', ...jsonLog([{ second: 0 }, { second: 1 }]), ...Array.from({ length: 50 }, () => '{"msg":"hello"}')]);
    expect([log.other, log.unreadable, log.requests]).toEqual([51, 0, 2]);
  });
  it('counts a request once where one line says that it came and another how it ended', () => {
    const [come, gone] = [jsonLog([{ second: 0 }, { second: 10 }]), jsonLog([{ second: 0, ms: 50 }, { second: 10, ms: 50 }])];
    expect(usable([come[0] ?? '', gone[0] ?? '', come[1] ?? '', gone[1] ?? ''])).toMatchObject({ requests: 2, other: 2 });
    expect(usable(come)).toMatchObject({ requests: 2, other: 0 });
  });
  it('counts lines that it cannot read, and gives up above 5 %', () => {
    const lines = commonLog(Array.from({ length: 95 }, (_, second) => ({ second })));
    expect(usable([...lines.slice(0, 3), '', 'torn li', ...lines.slice(3)])).toMatchObject({ unreadable: 1, firstUnreadable: 5, lines: 96 });
    expect(readLog([...lines, ...Array.from({ length: 6 }, () => 'torn')], 'access.log', find, null)).toMatchObject({ problem: 'unreadable', unreadable: 6, line: 96 });
  });
  it.each([
    ['empty', []], ['empty', ['', ' ']], ['other-form', ['time,method,path', '1,GET,/']], ['other-form', ['just text']], ['array', ['[', '{"method": "GET"}']], ['packed', ['\u001f\ufffd\b']],
    ['no-request', ['{"msg":"hello"}']],
  ])('is %s: %j', (problem, lines) => expect(readLog(lines, 'access.log', find, null)).toMatchObject({ problem }));
  it('keeps the names of scanners within bounds, and counts all of them', () => {
    const log = usable(commonLog(Array.from({ length: 5000 }, (_, second) => ({ second, request: `GET /${second}.php` }))));
    expect(log.unmatched.total).toBe(5000);
  });
  it('is read in a time that grows with its lines only', () => {
    const [line = ''] = commonLog([{ second: 0, request: 'GET /rooms/a' }]);
    const [last = ''] = commonLog([{ second: DAY }]);
    function* many(): Generator<string> {
      for (let index = 0; index < 100_000; index++) yield line;
      yield last;
    }
    const before = performance.now();
    expect(isUsable(readLog(many(), 'access.log', find, null))).toBe(true);
    expect(performance.now() - before).toBeLessThan(8000);
  });
});

const visits = (starts: number[], seconds = 0, instances: string[] | null = null): Visits => ({ starts, ends: starts.map((start) => start + seconds), instances });
const awake = (log: Visits[], idle: number, instances = 1, hold = 0): number => awakeInLog(log.map((each) => ({ visits: each, holdSeconds: hold })), idle, instances, 1e9);

describe('awake time in a log', () => {
  it('is the idle time of each call while calls are far apart', () => expect(awake([visits([0, 1000, 5000])], 600)).toBe(1800));
  it('joins calls that come before sleep, over all entry points', () => expect(awake([visits([0, 500]), visits([900])], 600)).toBe(1500));
  it('is the same whatever the order of the lines', () => expect(awake([visits([900, 0, 500])], 600)).toBe(1500));
  it('begins with the call and ends the idle time after its answer', () => expect(awake([visits([0], 30)], 600)).toBe(630));
  it('holds the instance for work after the answer', () => expect(awake([visits([0, 700])], 600, 1, 120)).toBe(1420));
  it('is counted per instance key', () => expect(awake([visits([0, 100, 200], 0, ['a', 'b', 'a'])], 600)).toBe(800 + 600));
  it('lets calls go round the instances where there is no key', () => expect(awake([visits([0, 100, 200])], 600, 2)).toBe(800 + 600));
  it('never exceeds the log', () => expect(awakeInLog([{ visits: visits([0, 900]), holdSeconds: 0 }], 600, 1, 900)).toBe(900));
  it('is exact for every idle time, though close calls are joined first', () => {
    const starts = Array.from({ length: 3000 }, (_, index) => index * 37 + ((index * 7919) % 1000));
    const sorted = starts.toSorted((a, b) => a - b);
    for (const idle of [0.5, 1, 3, 10, 60, 100, 600]) {
      const exact = sorted.reduce((total, start, index) => total + Math.min(idle, (sorted[index + 1] ?? Infinity) - start), 0);
      expect(awake([visits(starts)], idle)).toBeCloseTo(exact, 6);
    }
  });
  it('knows in how many hours something was called', () => expect(hoursWithCalls([visits([0, 10, 3599, 3600]), visits([3601, 90_000])])).toBe(3));
});
