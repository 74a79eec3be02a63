/** What is read of a program by its path, and what counts as not being there. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { openProject, readProjectFile } from '../../core/project.js';

const root = mkdtempSync(path.join(tmpdir(), 'project-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
writeFileSync(path.join(root, 'server.js'), '');
mkdirSync(path.join(root, 'routes'));
writeFileSync(path.join(root, 'routes/old.json'), '{}');

it.each([
  ['a file', 'routes/old.json', '{}'],
  ['nothing', 'routes/new.json', null],
  ['a folder', 'routes', null],
  ['what a resolver looks for below a file', 'routes/old.json/package.json', null],
])('reads %s', (_what, file, text) => expect(readProjectFile(openProject(root), file)).toBe(text));
