import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { UserError } from '../../core/errors.js';
import { homePath } from '../../core/home.js';
import { loadRules, parsePack, parseRules } from '../../rules/load.js';
import { rulesJsonSchema } from '../../rules/schema.js';

const GOOD = `
rules:
  - id: fs-note
    title: Notes are written
    area: filesystem
    match: {site: [node:fs.writeFileSync], persistence: [durable]}
    verdict:
      workers: [{since: "2021-01-01", verdict: throws}]
      containers: ephemeral
    effort: {fixed: [1, 2], site: [0.1, 0.5]}
    why: They are lost.
    instead: R2.
    links: [{source: a note, date: "2026-11-21"}]
    examples:
      hits: [a]
      misses: [b, c]
`;

function refused(text: string): UserError {
  try {
    parseRules(text, 'rules.yaml');
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error('the text was accepted');
}

describe('a rule file', () => {
  it('is accepted with nothing but its rules', () => {
    expect(parseRules(GOOD, 'rules.yaml').rules).toHaveLength(1);
  });

  it.each<[string, string, string, number, number, RegExp, RegExp]>([
    ['a misspelt key of a rule', 'titel: Notes', 'title: Notes', 4, 5, /titel/, /Did you mean "title"\?/],
    ['a misspelt condition', 'persistance: [durable]', 'persistence: [durable]', 6, 44, /persistance/, /Did you mean "persistence"\?/],
    ['an unknown verdict', 'containers: ephemerel', 'containers: ephemeral', 9, 19, /Invalid/, /ephemeral/],
    ['an unknown area', 'area: file-system', 'area: filesystem', 5, 11, /Invalid/, /Use one of: filesystem/],
    ['an id that is not kebab-case', 'id: FsNote', 'id: fs-note', 3, 9, /kebab/, /./],
    ['a date of another form', 'since: "2021"', 'since: "2021-01-01"', 8, 25, /date like/, /./],
    ['a range of hours the wrong way round', 'fixed: [2, 1]', 'fixed: [1, 2]', 10, 21, /low end/, /./],
    ['one miss', 'misses: [b]', 'misses: [b, c]', 16, 15, /2/, /./],
    ['two subjects', 'match: {state: [cache], site: [node:fs.writeFileSync], persistence: [durable]}', 'match: {site: [node:fs.writeFileSync], persistence: [durable]}', 3, 5, /site and state/, /one thing/],
    ['no subject', 'match: {persistence: [durable]}', 'match: {site: [node:fs.writeFileSync], persistence: [durable]}', 3, 5, /matches nothing/, /one thing/],
    ['a condition that the subject knows nothing of', 'match: {state: [cache], persistence: [durable]}', 'match: {site: [node:fs.writeFileSync], persistence: [durable]}', 3, 5, /state, which has no persistence/, /./],
    ['a source that is not named', 'links: [somewhere]', 'links: [{source: a note, date: "2026-11-21"}]', 3, 5, /somewhere/, /sources/],
  ])('with %s is refused with the place', (_, wrong, right, line, column, message, hint) => {
    expect(GOOD).toContain(right);
    const error = refused(GOOD.replace(right, wrong));
    expect(error.at).toEqual({ file: 'rules.yaml', line, column });
    expect(error.message).toMatch(message);
    expect(error.message.startsWith(`rules.yaml:${line}:${column}: `)).toBe(true);
    expect(error.hint).toMatch(hint);
  });

  it('with a broken regular expression or version range is refused', () => {
    expect(refused(GOOD.replace('persistence: [durable]', 'arguments: {"0": {pattern: "("}}')).message).toMatch(/regular expression/);
    expect(refused(GOOD.replace('{site: [node:fs.writeFileSync], persistence: [durable]}', '{package: [express], version: "four"}')).message).toMatch(/version range/);
  });

  it('with broken YAML is refused with the place', () => {
    expect(refused('rules:\n  - id: [a\n').at?.line).toBeGreaterThan(1);
  });

  it('may name its sources once', () => {
    const text = `sources:\n  note: {source: a note, date: "2026-11-21"}\n${GOOD.trim().replace('[{source: a note, date: "2026-11-21"}]', '[note]')}\n`;
    expect(parseRules(text, 'rules.yaml').rules[0]?.links).toEqual([{ source: 'a note', date: '2026-11-21' }]);
  });
});

describe('our own pack', () => {
  const text = readFileSync(homePath('rules', 'compat.yaml'), 'utf8');

  it('is the same whether it was compiled or is parsed', () => {
    expect(loadRules().rules.map((rule) => rule.id)).toEqual(parsePack(text, 'rules/compat.yaml').rules.map((rule) => rule.id));
  });

  it('has at least 120 rules, each with a source and a date', () => {
    const { rules } = parsePack(text, 'rules/compat.yaml');
    expect(rules.length).toBeGreaterThanOrEqual(120);
    expect(rules.filter((rule) => rule.links.length === 0)).toEqual([]);
  });

  it('has a JSON Schema for editors that is up to date', () => {
    expect(JSON.parse(readFileSync(homePath('rules', 'compat.schema.json'), 'utf8'))).toEqual(JSON.parse(JSON.stringify(rulesJsonSchema())));
  });
});

describe('rules of a user', () => {
  let folder = '';
  const file = (name: string, text: string): string => {
    const full = path.join(folder, name);
    writeFileSync(full, text);
    return full;
  };
  beforeAll(() => { folder = mkdtempSync(path.join(tmpdir(), 'cf-migrate-rules-')); });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('are added to ours', () => {
    const own = loadRules();
    expect(loadRules({ extraFiles: [file('more.yaml', GOOD)] }).rules.map((rule) => rule.id)).toEqual([...own.rules.map((rule) => rule.id), 'fs-note']);
  });

  it('are refused when an id is taken', () => {
    expect(() => loadRules({ extraFiles: [file('taken.yaml', GOOD.replace('fs-note', 'fs-durable-write'))] })).toThrow(/"fs-durable-write" is used twice/);
  });

  it('are refused when the file is not there', () => {
    expect(() => loadRules({ extraFiles: [path.join(folder, 'none.yaml')] })).toThrow(/none\.yaml cannot be read \(ENOENT\)/);
  });

  it('can be switched off by id, and a misspelt id suggests the nearest', () => {
    expect(loadRules({ disabled: [{ id: 'env-read', reason: 'known' }] }).rules.some((rule) => rule.id === 'env-read')).toBe(false);
    const error = (() => { try { loadRules({ disabled: [{ id: 'env-raed', reason: 'known' }] }); } catch (e) { return e as UserError; } return null; })();
    expect(error?.hint).toBe('Did you mean "env-read"?');
  });
});
