import { describe, expect, it } from 'vitest';
import { renderScanSarif } from '../../reports/sarif.js';
import type { SarifLog, SarifResult } from '../../reports/sarif-shapes.js';
import { bareDossier, incompleteDossier, sampleDossier } from './sample-dossier.js';
import { sampleScan } from './sample-scan.js';

const parse = (text: string): SarifLog => JSON.parse(text) as SarifLog;
const log = parse(renderScanSarif(sampleScan, sampleDossier.rules));
const run = log.runs[0];
const results = run?.results ?? [];
const aside = ['scripts/release.js', 'src/old/exporter.js'];
const byRule = (rule: string): SarifResult | undefined => results.find((result) => result.ruleId === rule);

describe('the SARIF of a scan', () => {
  it('has what the standard requires of a log and a run', () => {
    expect(log.version).toBe('2.1.0');
    expect(log.$schema).toMatch(/sarif.*2\.1\.0/);
    expect(log.runs).toHaveLength(1);
    expect(run?.tool.driver.name).toBe('cf-migrate');
    expect(run?.columnKind).toBe('utf16CodeUnits');
    expect(run?.invocations[0]?.executionSuccessful).toBe(true);
  });

  it('points every result to a rule, a message and a place', () => {
    const rules = run?.tool.driver.rules ?? [];
    expect(new Set(rules.map((rule) => rule.id)).size).toBe(rules.length);
    for (const result of results) {
      expect(rules[result.ruleIndex]?.id).toBe(result.ruleId);
      expect(result.message.text.length).toBeGreaterThan(20);
      expect(result.locations).toHaveLength(1);
      const place = result.locations[0]?.physicalLocation;
      expect(place?.artifactLocation.uriBaseId).toBe('SRCROOT');
      expect(run?.originalUriBaseIds).toHaveProperty('SRCROOT');
      expect(place?.artifactLocation.uri).toMatch(/^[\w.~%/!'()*-]+$/);
      expect(place?.region.startLine).toBeGreaterThan(0);
      expect(place?.region.startColumn).toBeGreaterThan(0);
      expect(Object.values(result.partialFingerprints)).toEqual([expect.stringMatching(/^[0-9a-f]{16}$/)]);
    }
  });

  it.each([
    ['fs-append', 'fail', 'error'], ['state-cache', 'fail', 'warning'], ['http-express', 'fail', 'note'], ['env-read', 'informational', 'none'],
  ])('gives %s the kind %s and the level %s', (rule, kind, level) => {
    expect(byRule(rule)).toMatchObject({ kind, level });
  });

  it('never pairs a level other than none with a kind other than fail', () => {
    expect(results.filter((result) => result.kind !== 'fail' && result.level !== 'none')).toEqual([]);
  });

  it('follows the target of the scan', () => {
    const other = parse(renderScanSarif({ ...sampleScan, target: 'containers' }));
    expect(other.runs[0]?.results.find((result) => result.ruleId === 'git-command')?.level).toBe('none');
    expect(byRule('git-command')?.level).toBe('error');
  });

  it('carries category and persistence', () => {
    expect(byRule('sqlite-native')?.properties).toMatchObject({ category: 'sqlite', persistence: 'durable' });
    expect(byRule('git-command')?.properties).toMatchObject({ category: 'git-cli', persistence: 'none' });
    expect(run?.tool.driver.rules.find((rule) => rule.id === 'fs-durable')?.properties.category).toBe('filesystem');
  });

  it('takes suppressed findings along with the reason, and nothing that production does not reach', () => {
    expect(byRule('fs-log')?.suppressions).toEqual([{ kind: 'inSource', justification: 'only in development, see the runbook' }]);
    expect(results.filter((result) => result.suppressions)).toHaveLength(1);
    for (const file of aside) expect(JSON.stringify(results)).not.toContain(file);
  });

  it('adds the long texts of a rule when they are at hand, and only web addresses as help', () => {
    const rules = run?.tool.driver.rules ?? [];
    expect(rules.find((rule) => rule.id === 'fs-durable')).toMatchObject({ fullDescription: { text: expect.stringContaining('gone on the next request') }, helpUri: expect.stringMatching(/^https:/) });
    expect(rules.find((rule) => rule.id === 'sqlite-native')).not.toHaveProperty('helpUri');
    expect(parse(renderScanSarif(bareDossier.scan)).runs[0]?.tool.driver.rules.some((rule) => rule.help)).toBe(false);
  });

  it('encodes hostile file names and leaves no embedded link', () => {
    const hostile = byRule('fs-append');
    expect(hostile?.locations[0]?.physicalLocation.artifactLocation.uri).toBe('src/%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E%7C%60evil%60.js');
    expect(hostile?.message.text).toContain('[x\\](javascript');
  });

  it('reports a broken run as failed, with skipped files as notifications', () => {
    const broken = parse(renderScanSarif(incompleteDossier.scan)).runs[0]?.invocations[0];
    expect(broken?.executionSuccessful).toBe(false);
    expect(broken?.toolExecutionNotifications.map((notification) => notification.level)).toEqual(['error', 'error', 'warning']);
  });
});
