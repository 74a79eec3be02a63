/** Holds the scorer to the definitions of bench/labels/README.md, with labels so few that each figure can be counted by hand. */
import { describe, expect, test } from 'vitest';
import type { Finding, ScanFile } from '../../core/scan.js';
import type { Area, Persistence } from '../../core/vocabulary.js';
import type { FileLabel, Label, Labels, LookAlike } from '../../bench/accuracy/labels.js';
import { median } from '../../bench/accuracy/ratio.js';
import { addScores, rewriteMedian, scoreScan } from '../../bench/accuracy/score.js';
import { differences, totalLine } from '../../bench/accuracy/tables.js';

const label = (line: number, category: Area, tier: Label['tier'], more: Partial<Label> = {}): Label =>
  ({ file: 'orders.js', line, category, api: `call${line}`, kind: 'read', persistent: 'unknown', tier, ...more });

const fileLabel = (file: string, categories: Area[], more: Partial<FileLabel> = {}): FileLabel =>
  ({ file, categories, soft_categories: [], rewrite_percent: 0, lines: 100, ...more });

const labelled = (labels: Label[], files: FileLabel[] = [fileLabel('orders.js', [])], lookAlikes: LookAlike[] = []): Labels => ({ labels, files, lookAlikes });

const finding = (file: string, line: number, area: Area, persistence?: Persistence): Finding => ({
  id: `${file}:${line}`, rule: 'rule', title: '', area, verdict: { workers: 'unknown', containers: 'unknown' }, impact: 'risk', impactBy: { workers: 'risk', containers: 'risk' },
  confidence: 'certain', what: '', ...(persistence ? { persistence } : {}), reasons: [], effort: [0, 0], evidence: [], reachedBy: [], callers: [], reach: 'production', function: '', at: { file, line, column: 1 },
});

const scanFile = (file: string, rewritePercent: number): ScanFile => ({ file, lines: 1, reach: 'production', rewritePercent, rewriteBasis: 'estimated', areas: [] });

const score = (findings: Finding[], labels: Labels, files: ScanFile[] = []) => scoreScan({ findings, files }, labels);

describe('recall', () => {
  const labels = labelled([label(10, 'filesystem', 'core'), label(20, 'filesystem', 'core'), label(30, 'filesystem', 'hard'), label(40, 'filesystem', 'soft')]);

  test('asks for core labels, and for hard ones beside them', () => {
    const { sites } = score([finding('orders.js', 10, 'filesystem'), finding('orders.js', 30, 'filesystem')], labels);
    expect(sites.core.filesystem).toEqual({ hit: 1, of: 2 });
    expect(sites.required.filesystem).toEqual({ hit: 2, of: 3 });
    expect(sites.misses.map((miss) => miss.line)).toEqual([20]);
  });

  test.each([
    ['the line below', 11, 1],
    ['the line above', 9, 1],
    ['two lines off', 12, 0],
  ])('%s', (_where, line, hit) => {
    expect(score([finding('orders.js', line, 'filesystem')], labels).sites.core.filesystem?.hit).toBe(hit);
  });

  test('a claim on a labelled line does not collect the next line as well', () => {
    const neighbours = labelled([label(10, 'filesystem', 'core'), label(11, 'filesystem', 'core')]);
    expect(score([finding('orders.js', 10, 'filesystem')], neighbours).sites.core.filesystem).toEqual({ hit: 1, of: 2 });
  });

  test('another area counts only where the label accepts it', () => {
    const git = labelled([label(10, 'git-cli', 'core', { alt: ['child-process'] }), label(20, 'git-cli', 'core')]);
    const { sites } = score([finding('orders.js', 10, 'child-process'), finding('orders.js', 20, 'child-process')], git);
    expect(sites.core['git-cli']).toEqual({ hit: 1, of: 2 });
    expect(sites.falseAlarms.map((claim) => claim.line)).toEqual([20]);
  });
});

describe('precision', () => {
  const labels = labelled([label(10, 'filesystem', 'core'), label(20, 'filesystem', 'soft'), label(30, 'filesystem', 'indirect'), label(40, 'filesystem', 'import')]);

  test('a claim that no label bears out is a false alarm', () => {
    expect(score([finding('orders.js', 10, 'filesystem'), finding('orders.js', 70, 'filesystem')], labels).sites.precision.filesystem).toEqual({ hit: 1, of: 2 });
  });

  test('soft, indirect and import lines count in neither part', () => {
    const { sites } = score([20, 30, 40].map((line) => finding('orders.js', line, 'filesystem')), labels);
    expect(sites.precision).toEqual({});
    expect(sites.neutral).toBe(3);
  });

  test('a file that nobody has read counts in neither part', () => {
    const { sites } = score([finding('vendor.js', 1, 'filesystem')], labels);
    expect([sites.precision, sites.outside]).toEqual([{}, 1]);
  });

  test('two findings of one area on one line are one claim', () => {
    expect(score([finding('orders.js', 70, 'filesystem', 'temp'), finding('orders.js', 70, 'filesystem', 'cache')], labels).sites.precision.filesystem).toEqual({ hit: 0, of: 1 });
  });

  test('areas that nobody has labelled are left out', () => {
    expect(score([finding('orders.js', 70, 'session-auth')], labels).sites.precision).toEqual({});
  });
});

describe('files', () => {
  const labels = labelled(
    [label(1, 'timer-cron', 'import'), label(2, 'git-cli', 'hard', { alt: ['child-process'] })],
    [fileLabel('orders.js', ['git-cli', 'filesystem'], { soft_categories: ['other'] })],
  );

  test('an area that the file is about must be named once in it', () => {
    expect(score([finding('orders.js', 50, 'git-cli')], labels).files.recall).toEqual({ filesystem: { hit: 0, of: 1 }, 'git-cli': { hit: 1, of: 1 } });
  });

  test('soft, accepted and imported areas are neither right nor wrong', () => {
    const areas: Area[] = ['other', 'child-process', 'timer-cron', 'http-listen'];
    expect(score(areas.map((area) => finding('orders.js', 50, area)), labels).files.precision).toEqual({ 'http-listen': { hit: 0, of: 1 } });
  });
});

describe('look-alikes', () => {
  const labels = labelled([label(5, 'filesystem', 'soft')], undefined, [
    { file: 'orders.js', line: 5, why: 'a variable named fs beside a real call', looks_like: 'filesystem' },
    { file: 'orders.js', line: 8, why: 'RegExp.exec', looks_like: 'child-process' },
    { file: 'scripts', line: 0, why: 'not part of the service', looks_like: 'any' },
  ]);

  test.each([
    ['the area it looks like, on its line', finding('orders.js', 8, 'child-process'), 1],
    ['another area on its line', finding('orders.js', 8, 'filesystem'), 0],
    ['the line beside it', finding('orders.js', 9, 'child-process'), 0],
    ['anything in a folder', finding('scripts/build.js', 3, 'http-listen'), 1],
    ['a folder that only begins alike', finding('scripts-old/build.js', 3, 'http-listen'), 0],
    ['a claim that a label on the line bears out', finding('orders.js', 5, 'filesystem'), 0],
  ])('%s', (_what, claim, hits) => {
    expect(score([claim], labels).traps.hit).toEqual({ hit: hits, of: 3 });
  });
});

describe('persistence', () => {
  const stored = (persistent: Label['persistent'], kind = 'read'): Labels => labelled([label(10, 'filesystem', 'core', { persistent, kind })]);

  test.each<[string, Labels, Persistence, boolean]>([
    ['data that survives', stored(true), 'durable', true],
    ['an upload', stored(true), 'upload', true],
    ['data that survives, called temporary', stored(true), 'temp', false],
    ['a file that ships', stored(false, 'asset'), 'config', true],
    ['a file that ships, called a cache', stored(false, 'asset'), 'cache', false],
    ['a temporary file', stored(false), 'temp', true],
    ['a temporary file, called an asset', stored(false), 'asset', false],
    ['unknown is never right', stored(true), 'unknown', false],
  ])('%s', (_what, labels, persistence, right) => {
    expect(score([finding('orders.js', 10, 'filesystem', persistence)], labels).persistence.right).toEqual({ hit: right ? 1 : 0, of: 1 });
  });

  test('only what was found and has a class is asked about', () => {
    expect(score([], stored(true)).persistence.right.of).toBe(0);
    expect(score([finding('orders.js', 10, 'filesystem', 'durable')], stored('unknown')).persistence.right.of).toBe(0);
  });

  test.each<[Persistence, number]>([['temp', 1], ['asset', 1], ['unknown', 0], ['durable', 0]])('durable data called %s counts %i as lost', (persistence, losses) => {
    expect(score([finding('orders.js', 10, 'filesystem', persistence)], stored(true)).persistence.losses).toBe(losses);
  });

  test('the nearest claim of the own area answers', () => {
    const findings = [finding('orders.js', 9, 'filesystem', 'temp'), finding('orders.js', 11, 'filesystem', 'durable')];
    expect(score(findings, stored(true)).persistence.right).toEqual({ hit: 1, of: 1 });
    expect(score([...findings, finding('orders.js', 10, 'filesystem', 'cache')], stored(true)).persistence.right).toEqual({ hit: 0, of: 1 });
  });
});

describe('the rewrite share', () => {
  const files = [fileLabel('a.js', [], { rewrite_percent: 40 }), fileLabel('b.js', [], { rewrite_percent: 10 }), fileLabel('c.js', [], { rewrite_percent: 0 })];

  test('is off by the median distance over files that must change; silence is 0', () => {
    expect(rewriteMedian(score([], labelled([], files), [scanFile('a.js', 70), scanFile('c.js', 90)]).rewrite)).toBe(20);
  });

  test.each([[[], null], [[3], 3], [[9, 1, 5], 5], [[1, 2, 10, 4], 3]])('the median of %j is %s', (values: number[], middle: number | null) => {
    expect(median(values)).toBe(middle);
  });
});

test('a finding with a longer path is about the labelled file it ends with', () => {
  expect(score([finding('package/orders.js', 10, 'filesystem')], labelled([label(10, 'filesystem', 'core')])).sites.core.filesystem).toEqual({ hit: 1, of: 1 });
});

test('programs are added up, not averaged', () => {
  const small = score([finding('orders.js', 10, 'filesystem')], labelled([label(10, 'filesystem', 'core')]));
  const large = score([], labelled([20, 30, 40].map((line) => label(line, 'filesystem', 'core'))));
  const sum = addScores([small, large]);
  expect(sum.sites.core.filesystem).toEqual({ hit: 1, of: 4 });
  expect(totalLine(sum)).toBe('TOTAL recall=25.0 precision=100.0 file_recall=- traps=0/0 persistence=- core_recall=25.0 file_precision=0.0 rewrite_err=-');
});

test('the list names every difference with its place', () => {
  const labels = labelled([label(10, 'filesystem', 'core'), label(20, 'filesystem', 'core', { persistent: true })], [fileLabel('orders.js', ['filesystem'], { rewrite_percent: 30 })],
    [{ file: 'orders.js', line: 70, why: 'RegExp.exec', looks_like: 'child-process' }]);
  const found = [finding('orders.js', 20, 'filesystem', 'temp'), finding('orders.js', 70, 'child-process')];
  expect(differences(score(found, labels, [scanFile('orders.js', 5)]))).toEqual([
    'missed       orders.js:10 filesystem call10 (core, read)',
    'false alarm  orders.js:70 child-process',
    'look-alike   orders.js:70 child-process: RegExp.exec',
    'persistence  orders.js:20 call20 is durable, said temp',
    'rewrite      orders.js is 30 %, said 5 %',
  ]);
});
