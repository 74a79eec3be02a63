import { describe, expect, it } from 'vitest';
import type { Cause, Verification, VerifiedRequest } from '../../core/verification.js';
import { causesLines } from '../../reports/terminal/causes.js';
import { paintWith } from '../../reports/terminal/paint.js';
import { displayWidth } from '../../reports/terminal/wrap.js';

const row = (index: number, round: number, equal: boolean): VerifiedRequest => ({
  index, round, title: ['GET /tides', 'PUT /notes'][index] ?? '', equal, differences: [],
  node: { status: 200, headers: {}, body: '', milliseconds: 1 }, workers: { status: equal ? 200 : 500, headers: {}, body: '', milliseconds: 1 },
});
const rows = [row(0, 1, true), row(1, 1, false), row(0, 2, false), row(1, 2, false)];

const cause = (more: Partial<Cause>): Cause => ({ kind: 'throws', when: 'request', what: 'something throws', subject: 'node:fs.readFileSync', at: [{ file: 'src/app.js', line: 3 }], rule: null, seen: [], differing: 0, followed: [], ...more });
const RULE = { id: 'fs-asset-read', title: 'File that ships is read', instead: 'Import it.' };
const ADVICE = { id: 'package-asks-at-load', title: 'A package asks at load', instead: 'Load it later.' };

const page = (causes: Cause[], more: Partial<Verification> = {}, diagnosis: Partial<NonNullable<Verification['diagnosis']>> = {}, width = 80): string => causesLines({
  schema: 1, original: 'a', migrated: 'a', runtime: { workerd: '1', miniflare: '4', compatibilityDate: '2026-11-17' }, bundle: null, requests: rows, state: null, equal: false, notProved: [],
  causes, diagnosis: { platform: 'browser', stopped: null, workersOnly: false, requests: rows, ...diagnosis }, ...more,
}, width, paintWith(false)).join('\n');

describe('causes in a terminal', () => {
  it('are nothing when none were looked for', () => {
    expect(causesLines({ schema: 1, original: 'a', migrated: 'a', runtime: { workerd: '1', miniflare: '4', compatibilityDate: '2026-11-17' }, bundle: null, requests: rows, state: null, equal: false, notProved: [] }, 80, paintWith(false))).toEqual([]);
  });

  it('stand below the rule that explains them, its advice once, numbered as they are shown', () => {
    const text = page([cause({ rule: RULE }), cause({ what: 'nobody knows', subject: 'x' }), cause({ rule: RULE, at: [{ file: 'src/b.js', line: 9 }] })]);
    expect(text.match(/Instead Import it\./g)).toHaveLength(1);
    expect(text).toMatch(/File that ships is read \[fs-asset-read\]\n {2}1\. {2}src\/app\.js:3\n(?:.*\n)*? {2}2\. {2}src\/b\.js:9/);
    expect(text).toMatch(/No rule explains this\n {2}3\. {2}src\/app\.js:3/);
    expect(text).toContain('Why answers differ: 3 causes');
  });

  it('stand below advice where no rule explains them, together', () => {
    const one = cause({ kind: 'refused-at-load', when: 'start', through: 'tides', advice: ADVICE });
    const text = page([one, { ...one, at: [], through: 'ropes' }]);
    expect(text).toContain('What keeps it from starting: 2 causes');
    expect(text.match(/A package asks at load\n/g)).toHaveLength(1);
    expect(text.match(/Instead Load it later\./g)).toHaveLength(1);
    expect(text).toContain('1.  src/app.js:3 through tides');
    expect(text).toContain('2.  no place in the sources through ropes');
    expect(text).not.toContain('No rule explains this');
  });

  it('say in which request they were first seen, how many answers differ, and what only follows', () => {
    const text = page([cause({ rule: RULE, seen: [{ index: 1, round: 1 }, { index: 1, round: 2 }], differing: 2, followed: [{ index: 0, round: 2 }] })]).replace(/\s+/g, ' ');
    expect(text).toContain('first in #2 PUT /notes, round 1; 2 answers differ; 1 more follows from it');
    expect(text).toMatch(/1 1 GET \/tides 200 200 ✔ equal 2 1 PUT \/notes 200 500 ✖ different cause 1 1 2 GET \/tides 200 500 ✖ different follows 1/);
  });

  it('name the cause of the start that requests without a server follow from', () => {
    const text = page([cause({ kind: 'fails-at-load', when: 'start', what: 'broken.cjs fails while it loads: ran aground', followed: [{ index: 1, round: 1 }, { index: 1, round: 2 }] })]).replace(/\s+/g, ' ');
    expect(text).toContain('because of it 2 requests find nothing that listens');
    expect(text).toMatch(/2 1 PUT \/notes 200 500 ✖ different follows 1/);
  });

  it('keep files that are missed at load, by a program that goes on, out of what keeps it from starting', () => {
    const text = page([cause({ kind: 'missing-file', when: 'start', what: 'index.html finds nothing' })]);
    expect(text).not.toContain('What keeps it from starting');
    expect(text).toContain('Why answers differ: 1 cause');
  });

  it('say where the diagnosis ended, what could be bundled, and which limit that is over', () => {
    const text = page([], { problem: { stage: 'bundle', message: 'no' }, requests: [] }, { stopped: { message: 'Uncaught Error: here\nat x', at: { file: 'src/app.js', line: 7 } }, requests: [], size: { bytes: 22_339_775, gzipBytes: 5_100_000, over: ['compressed, the bundle has 4.9 MiB, over the older limit of 3.0 MiB on the free plan'] } });
    expect(text).toContain('The diagnosis could not go on here: Uncaught Error: here (src/app.js:7)');
    expect(text).not.toContain('at x');
    expect(text.replace(/\s+/g, ' ')).toContain('What could be bundled has 22.34M bytes (5.1M compressed). ▲ compressed, the bundle has 4.9 MiB');
  });

  it('keep to the width, and show no control characters of the app', () => {
    const text = page([cause({ what: `says ${'very '.repeat(40)}much \u001b[31m`, rule: RULE, at: [{ file: `src/${'deep/'.repeat(30)}app.js`, line: 1 }] })], {}, {}, 60);
    expect(text).not.toContain('\u001b');
    expect(text.split('\n').filter((line) => !line.includes('deep/')).every((line) => displayWidth(line) <= 60)).toBe(true);
  });
});
