import { describe, expect, it } from 'vitest';
import { waveDays } from '../../core/advised.js';
import type { Dossier } from '../../core/dossier.js';
import type { Finding } from '../../core/scan.js';
import { blockingOf, lossOf, moveDays, readinessText } from '../../reports/sections/move-facts.js';
import { finding } from './sample-findings.js';
import { sampleDossier } from './sample-dossier.js';
import { samplePlan } from './sample-plan.js';

const HELD = 'src/process/computeEmbeddings.js';
const given = (findings: Finding[]): Dossier => ({ ...sampleDossier, scan: { ...sampleDossier.scan, findings } });
const stored = (file: string, line: number, over: Partial<Finding>): Finding =>
  finding({ rule: 'fs', title: 'File is written', area: 'filesystem', what: 'node:fs.writeFileSync', file, line, persistence: 'durable', ...over });

describe('data that a move does not keep', () => {
  const lost = stored(HELD, 3, { verdict: { workers: 'throws', containers: 'ephemeral' } });
  const refused = stored('src/worker.js', 4, { verdict: { workers: 'throws', containers: 'works' } });
  const loss = (move: Parameters<typeof lossOf>[1], findings = [lost, refused]): number[] => {
    const { before, silent, after } = lossOf(given(findings), move);
    return [before.length, silent.length, after?.length ?? -1];
  };

  it('counts what throws with what is lost, so that a Container beside a Worker does not look worse than none', () => {
    expect(loss('worker')).toEqual([2, 0, 2]);
    expect(loss('worker-and-container')).toEqual([2, 1, 2]);
    expect(loss('container')).toEqual([1, 1, 1]);
  });

  it('leaves out data that has a home in the plan, and data that nobody would miss', () => {
    expect(loss('worker', [{ ...refused, resource: 'files:uploads' }])).toEqual([1, 0, 0]);
    expect(loss('worker', [{ ...refused, persistence: 'cache' }])).toEqual([0, 0, 0]);
  });

  it('counts a wrapper at its callers, and a line once', () => {
    expect(loss('worker', [{ ...refused, callers: [{ file: 'src/worker.js', line: 9, column: 1 }] }])).toEqual([0, 0, 0]);
    expect(loss('worker', [refused, { ...refused, at: { ...refused.at, column: 30 } }])).toEqual([1, 0, 1]);
  });
});

describe('what a move asks for', () => {
  it('blocking sites of a mixed move count where their module ends up', () => {
    const inside = finding({ rule: 'git', title: 'git', area: 'git-cli', what: 'git', file: HELD, line: 3 });
    const outside = finding({ rule: 'git', title: 'git', area: 'git-cli', what: 'git', file: 'src/worker.js', line: 3 });
    expect(blockingOf(given([inside, outside]), 'worker-and-container').sites).toBe(1);
  });

  it('days of the planned move are those of its waves; what cannot run as it stands has none', () => {
    const [low, high] = waveDays(samplePlan);
    expect(moveDays(sampleDossier, 'worker-and-container')).toBe(`${low}–${high} person-days`);
    expect(moveDays(sampleDossier, 'worker')).toContain('not planned');
  });

  it('one module needs, two modules need', () => {
    expect(readinessText(sampleDossier, 'worker')).toContain('4 modules need a machine');
    const { disposition } = samplePlan;
    const plan = { ...samplePlan, disposition: { ...disposition, ...(disposition.cut ? { cut: { ...disposition.cut, must: disposition.cut.must.slice(0, 1) } } : {}) } };
    expect(readinessText({ ...sampleDossier, plan }, 'worker')).toContain('1 module needs a machine');
  });
});
