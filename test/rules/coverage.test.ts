import { describe, expect, it } from 'vitest';
import { expandOrigin } from '../../core/origin-pattern.js';
import { loadApis } from '../../rules/apis.js';
import { loadRules } from '../../rules/load.js';
import { judge } from '../../rules/match.js';
import { PERSISTENCES } from '../../core/vocabulary.js';
import { ACCESSES } from '../../rules/schema.js';
import { program, site, storage } from './made.js';

const pack = loadRules();
const rulesAt = (made: ReturnType<typeof program>): string[] => judge(made, pack, { target: 'auto', date: pack.compatibilityDate }).findings.map((finding) => finding.rule);

describe('access to files', () => {
  /** Assets are what nobody writes; a site that does is no asset. */
  const impossible = (persistence: string, access: string): boolean => persistence === 'asset' && /^(?:write|append|create|delete)$/.test(access);
  const pairs = PERSISTENCES.flatMap((persistence) => ACCESSES.filter((access) => !impossible(persistence, access)).map((access) => [persistence, access] as const));

  it.each(pairs)('to %s data by %s has a rule', (persistence, access) => {
    const made = program({ sites: [site(1, 'node:fs.promises.readFile', { storage: storage({ persistence, access }) })] });
    expect(rulesAt(made)).toHaveLength(1);
  });
});

/** Areas whose every API stands in the way of somebody; in the others some calls are there for linking and cost alone. */
const COMPLETE = ['sqlite', 'native-module', 'model-inference', 'child-process', 'git-cli', 'worker-threads', 'websocket-server', 'session-auth', 'cloud-identity', 'private-network'] as const;

describe('calls that apis.yaml describes', () => {
  it.each(COMPLETE)('of the area %s all have a rule', (area) => {
    const calls = loadApis().filter((api) => api.area === area && !api.pure).flatMap((api) => expandOrigin(api.origin).map((origin) => ({ origin: origin.replaceAll('**', 'x').replaceAll('*', 'x'), api })));
    const sites = calls.map(({ origin, api }, i) =>
      site(i + 1, origin, {
        args: api.event ? [{ kind: 'string', value: api.event[0] ?? '' }] : [],
        command: { text: api.runs ?? 'rclone', constant: true, roots: [] },
        ...(api.access ? { storage: storage({ access: api.access }) } : {}),
      }));
    const found = new Set(judge(program({ sites }), pack, { target: 'auto', date: pack.compatibilityDate }).findings.map((finding) => finding.at.line));
    expect(calls.filter((_, i) => !found.has(i + 1)).map(({ origin }) => origin)).toEqual([]);
  });
});
