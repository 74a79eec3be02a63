/** Checks that the labels can be used: exact versions, no row that speaks of a file nobody read, no contradiction within a program. */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { folderName } from '../../bench/accuracy/fetch.js';
import { labelledPrograms, readLabels } from '../../bench/accuracy/labels.js';
import { isRequired } from '../../bench/accuracy/match.js';
import { home } from '../../core/home.js';

const folder = path.join(home, 'bench', 'labels');
const programs = labelledPrograms(folder);

test('every folder of labels is a program, and every program has labels', () => {
  const folders = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  expect(programs.map((program) => program.name).sort()).toEqual(folders.sort());
});

describe.each(programs)('$package', ({ name, package: spec }) => {
  const { labels, files, lookAlikes } = readLabels(folder, name);

  test('is one exact version', () => {
    expect(folderName(spec)).not.toBeNull();
  });

  test('each label stands inside of a file that was read', () => {
    const lines = new Map(files.map((entry) => [entry.file, entry.lines]));
    expect(lines.size).toBe(files.length);
    // Some readers count the empty line behind the last newline, some do not.
    expect(labels.filter((label) => label.line > (lines.get(label.file) ?? 0) + 1)).toEqual([]);
  });

  test("a file's areas are those of its core and hard labels", () => {
    for (const entry of files) {
      const areas = labels.filter((label) => label.file === entry.file && isRequired(label)).map((label) => label.category);
      expect([...new Set(areas)].sort(), entry.file).toEqual(entry.categories.toSorted());
    }
  });

  test('nothing is both a site that must be found and a look-alike of its area', () => {
    const both = lookAlikes.filter((entry) => labels.some((label) => isRequired(label) && label.file === entry.file && label.line === entry.line && label.category === entry.looks_like));
    expect(both).toEqual([]);
  });
});

test.each([
  ['json-server@0.17.4', 'json-server-0.17.4'],
  ['@actual-app/sync-server@25.6.0', 'actual-app-sync-server-25.6.0'],
  ['uptime-kuma@2.0.0-dev.0', 'uptime-kuma-2.0.0-dev.0'],
  ['json-server@^0.17.4', null],
  ['json-server@latest', null],
  ['json-server', null],
  ['../json-server@1.0.0', null],
])('%s is fetched into %s', (spec, name) => {
  expect(folderName(spec)).toBe(name);
});
