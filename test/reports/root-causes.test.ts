import { describe, expect, it } from 'vitest';
import type { Finding } from '../../core/scan.js';
import { rootCauses } from '../../reports/summaries/root-causes.js';
import { finding } from './sample-findings.js';
import { sampleScan } from './sample-scan.js';

type Given = [rule: string, area: Finding['area'], persistence?: Finding['persistence'], more?: Partial<Finding>];

const build = ([rule, area, persistence, more]: Given, index: number): Finding => finding({ rule, title: rule, area, what: rule, file: `src/${rule}.js`, line: index + 1, ...(persistence && { persistence }), ...more });
const order = (given: Given[]): string[] => rootCauses({ ...sampleScan, findings: given.map(build) }, 'workers', 'blocker').map((cause) => cause.rule);
const silent: Partial<Finding> = { verdict: { workers: 'silent', containers: 'works' } };

describe('the order of root causes', () => {
  it('is: what decides the move, changes of lasting data, other blockers by verdict, who only looks', () => {
    expect(order([
      ['fs-durable-probe', 'filesystem', 'durable', silent], ['fs-durable-list', 'filesystem', 'durable'], ['host-identity', 'cloud-identity'], ['job-after-response', 'long-job', undefined, silent],
      ['fs-upload-write', 'filesystem', 'upload', silent], ['fs-durable-delete', 'filesystem', 'durable'], ['native-addon', 'native-module'],
    ])).toEqual(['native-addon', 'fs-upload-write', 'fs-durable-delete', 'job-after-response', 'host-identity', 'fs-durable-probe', 'fs-durable-list']);
  });

  it.each(['native-module', 'model-inference', 'child-process', 'git-cli', 'worker-threads', 'sqlite', 'websocket-server'] as const)('%s comes before a loss without an error', (area) => {
    expect(order([['fs-durable-write', 'filesystem', 'durable', silent], ['decides', area]])).toEqual(['decides', 'fs-durable-write']);
  });

  it('tells every area that decides before the second cause of one', () => {
    expect(order([['sqlite-open', 'sqlite'], ['sqlite-change', 'sqlite'], ['sqlite-pragma', 'sqlite'], ['native-addon', 'native-module'], ['git-command', 'git-cli']]).slice(0, 3).toSorted()).toEqual(['git-command', 'native-addon', expect.stringMatching(/^sqlite-/)]);
  });

  it('puts a read of SQLite behind a written file', () => {
    expect(order([['sqlite-query', 'sqlite', 'durable'], ['fs-durable-write', 'filesystem', 'durable']])).toEqual(['fs-durable-write', 'sqlite-query']);
  });

  it('gives the first eight places to different rules while other rules wait, and loses none', () => {
    const repeated = Array.from({ length: 6 }, (_, index): Given => ['sqlite-change', 'sqlite', 'durable', { at: { file: `src/${index}.js`, line: 1, column: 1 } }]);
    const others = Array.from({ length: 9 }, (_, index): Given => [`fs-write-${index}`, 'filesystem', 'durable']);
    const rules = order([...repeated, ['sqlite-change', 'sqlite', 'temp'], ...others]);
    expect(new Set(rules.slice(0, 8)).size).toBe(8);
    expect(rules).toHaveLength(16);
    expect(rules[0]).toBe('sqlite-change');
    expect(rules.slice(8, 14)).toEqual(Array(6).fill('sqlite-change'));
  });
});
