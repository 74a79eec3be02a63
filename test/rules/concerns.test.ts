import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { homePath } from '../../core/home.js';
import { programOfText } from '../../pipeline/link.js';
import { programOfExample } from '../../rules/examples.js';
import { loadRules } from '../../rules/load.js';
import { judge } from '../../rules/match.js';
import { rule } from './made.js';

/** A small program that does one thing which a migration meets. */
interface Concern {
  concern: string;
  program: string;
  /** Versions of its packages. */
  installed?: Record<string, string>;
  /** `rule area workers/containers`. Further findings are no mistake. */
  finds?: string[];
  silent?: boolean;
}

const pack = loadRules();
const folder = homePath('test', 'rules', 'concerns');

function findingsOf({ program, installed = {} }: Concern): string[] {
  const files = programOfExample(rule('example', {}, { exampleFiles: installed }), program);
  const { findings } = judge(programOfText(files), pack, { target: 'auto', date: pack.compatibilityDate });
  return findings.filter((finding) => finding.rule !== 'env-read').map((finding) => `${finding.rule} ${finding.area} ${finding.verdict.workers}/${finding.verdict.containers}`);
}

describe.each(readdirSync(folder))('%s', (name) => {
  const concerns = parse(readFileSync(path.join(folder, name), 'utf8')) as Concern[];

  it.each(concerns.map((concern) => [concern.concern, concern] as const))('%s', (_, concern) => {
    const found = findingsOf(concern);
    expect(found).toEqual(expect.arrayContaining(concern.finds ?? []));
    if (concern.silent) expect(found).toEqual([]);
  });
});
