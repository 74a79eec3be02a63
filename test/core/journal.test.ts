import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, lstatSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, realpathSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import type { Change } from '../../core/changes.js';
import { UserError } from '../../core/errors.js';
import { sha256 } from '../../core/journal-checks.js';
import { lastApplied, recover, undo, writeChanges } from '../../core/journal.js';
import { originalTree } from '../../core/journal-tree.js';

const scratch = realpathSync(mkdtempSync(path.join(tmpdir(), 'journal-')));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

let root = '';
let folders = 0;

const original: Record<string, string | Buffer> = {
  'src/settings.js': '\uFEFFexport const theme = "dark";\r\n',
  'src/harbour.js': 'export const berths = 12;\n',
  'package.json': '{ "name": "harbour" }\n',
  'photo.bin': Buffer.from([0, 255, 128, 10]),
};

function freshRoot(): string {
  const folder = path.join(scratch, `app-${folders++}`);
  for (const [file, content] of Object.entries(original)) {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), content);
  }
  return folder;
}

const change = (file: string, after: string, before: string | null = String(original[file] ?? '')): Change =>
  ({ file, sha256: before === null ? null : sha256(before), after, edits: [], notes: [], component: 'documents' });

const changes = (): Change[] => [
  change('src/settings.js', '\uFEFFexport const theme = await read();\r\n'),
  change('src/harbour.js', 'export const berths = 14;\n'),
  change('src/storage/deep/documents.js', 'export {};\n', null),
];

/** Every file below `folder` with its content as base64, the journal left out. */
function snapshot(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).map((item) => path.join(item.parentPath, item.name));
  return Object.fromEntries(files.filter((file) => lstatSync(file).isFile() && !file.includes(`${path.sep}.cf-migrate${path.sep}`)).map((file) => [path.relative(folder, file), readFileSync(file).toString('base64')]).sort());
}

const codeOf = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    if (error instanceof UserError) return error.code;
    throw error;
  }
  return 'no error';
};

beforeEach(() => {
  root = freshRoot();
});

describe('a write', () => {
  it('replaces, creates and keeps every other byte', () => {
    const entry = writeChanges(root, changes());
    expect(entry?.state).toBe('applied');
    expect(readFileSync(path.join(root, 'src/settings.js'), 'utf8')).toBe('\uFEFFexport const theme = await read();\r\n');
    expect(readFileSync(path.join(root, 'src/storage/deep/documents.js'), 'utf8')).toBe('export {};\n');
    expect(snapshot(root)['photo.bin']).toBe(Buffer.from([0, 255, 128, 10]).toString('base64'));
    expect(readdirSync(path.join(root, 'src')).filter((name) => name.includes('cf-migrate'))).toEqual([]);
    expect(readFileSync(path.join(root, '.cf-migrate/journal/.gitignore'), 'utf8')).toBe('*\n');
  });

  it('leaves no journal behind when there is nothing to write', () => {
    expect(writeChanges(root, [])).toBeNull();
    expect(existsSync(path.join(root, '.cf-migrate'))).toBe(false);
  });

  it('keeps the mode of a file', () => {
    chmodSync(path.join(root, 'src/harbour.js'), 0o755);
    writeChanges(root, changes());
    expect(statSync(path.join(root, 'src/harbour.js')).mode & 0o777).toBe(0o755);
    undo(root);
    expect(statSync(path.join(root, 'src/harbour.js')).mode & 0o777).toBe(0o755);
  });

  it('writes through a symbolic link instead of replacing it', () => {
    symlinkSync('harbour.js', path.join(root, 'src/link.js'));
    writeChanges(root, [change('src/link.js', 'linked\n', String(original['src/harbour.js']))]);
    expect(lstatSync(path.join(root, 'src/link.js')).isSymbolicLink()).toBe(true);
    expect(readFileSync(path.join(root, 'src/harbour.js'), 'utf8')).toBe('linked\n');
    undo(root);
    expect(readFileSync(path.join(root, 'src/harbour.js'), 'utf8')).toBe(original['src/harbour.js']);
  });

  const refusals: [string, string, () => void, Change[]?][] = [
    ['a file that changed since it was read', 'file-changed', () => writeFileSync(path.join(root, 'src/harbour.js'), 'other\n')],
    ['a file that is gone', 'file-changed', () => rmSync(path.join(root, 'src/harbour.js'))],
    ['a new file where one stands', 'file-changed', () => { mkdirSync(path.join(root, 'src/storage/deep'), { recursive: true }); writeFileSync(path.join(root, 'src/storage/deep/documents.js'), ''); }],
    ['a read-only file', 'read-only-file', () => chmodSync(path.join(root, 'src/harbour.js'), 0o444)],
    ['a file outside of the root', 'outside-the-folder', () => {}, [change('../stray.js', 'x', null)]],
    ['an absolute path', 'outside-the-folder', () => {}, [change('/etc/stray.js', 'x', null)]],
    ['a link out of the root', 'outside-the-folder', () => symlinkSync(scratch, path.join(root, 'away')), [change('away/stray.js', 'x', null)]],
  ];
  it.each(refusals)('refuses %s and writes nothing', (_, code, arrange, list) => {
    arrange();
    const before = snapshot(root);
    expect(codeOf(() => writeChanges(root, list ?? changes()))).toBe(code);
    expect(snapshot(root)).toEqual(before);
    expect(existsSync(path.join(root, '.cf-migrate'))).toBe(false);
  });

  it('refuses bytes that are no UTF-8, because they would not survive as text', () => {
    const latin = Buffer.from('// caf\xe9\n', 'latin1');
    writeFileSync(path.join(root, 'src/latin.js'), latin);
    expect(codeOf(() => writeChanges(root, [change('src/latin.js', 'x', latin.toString('utf8'))]))).toBe('file-changed');
  });
});

describe('git', () => {
  const git = (...args: string[]): string => execFileSync('git', ['-C', root, '-c', 'user.name=t', '-c', 'user.email=t@t', ...args], { encoding: 'utf8' });
  beforeEach(() => {
    git('init', '-q');
    git('add', '.');
    git('commit', '-qm', 'start');
  });

  it('lets a clean file through and shows no journal', () => {
    writeChanges(root, changes());
    expect(git('status', '--porcelain', '--untracked-files=all')).not.toContain('.cf-migrate');
  });

  it.each([
    ['an edited file', () => writeFileSync(path.join(root, 'src/harbour.js'), 'edited\n')],
    ['a staged file', () => { writeFileSync(path.join(root, 'src/harbour.js'), 'edited\n'); git('add', '.'); }],
    ['a file never committed', () => git('rm', '-q', '--cached', 'src/harbour.js')],
  ])('refuses %s unless told otherwise', (_, arrange) => {
    arrange();
    const now = readFileSync(path.join(root, 'src/harbour.js'), 'utf8');
    const list = [change('src/harbour.js', 'new\n', now)];
    expect(codeOf(() => writeChanges(root, list))).toBe('dirty-work-tree');
    expect(readFileSync(path.join(root, 'src/harbour.js'), 'utf8')).toBe(now);
    expect(writeChanges(root, list, { allowDirty: true })?.state).toBe('applied');
  });

  it('does not mind uncommitted work elsewhere', () => {
    writeFileSync(path.join(root, 'package.json'), '{}');
    expect(writeChanges(root, changes())?.state).toBe('applied');
  });

  it('runs no monitor that the repository configures', () => {
    git('config', 'core.fsmonitor', `touch ${path.join(root, 'ran')} && false`);
    writeChanges(root, changes());
    expect(existsSync(path.join(root, 'ran'))).toBe(false);
  });
});

describe('undo', () => {
  it('restores every byte and removes what was created', () => {
    const before = snapshot(root);
    writeChanges(root, changes());
    expect(undo(root).state).toBe('undone');
    expect(snapshot(root)).toEqual(before);
    expect(existsSync(path.join(root, 'src/storage'))).toBe(false);
    expect(codeOf(() => undo(root))).toBe('nothing-to-undo');
  });

  it('takes back one write after the other', () => {
    const before = snapshot(root);
    writeChanges(root, changes());
    const between = snapshot(root);
    writeChanges(root, [change('src/harbour.js', 'export const berths = 16;\n', 'export const berths = 14;\n')]);
    undo(root);
    expect(snapshot(root)).toEqual(between);
    undo(root);
    expect(snapshot(root)).toEqual(before);
  });

  it('refuses a file that was edited since, unless forced', () => {
    const before = snapshot(root);
    writeChanges(root, changes());
    writeFileSync(path.join(root, 'src/harbour.js'), 'my own edit\n');
    expect(codeOf(() => undo(root))).toBe('file-changed');
    expect(readFileSync(path.join(root, 'src/harbour.js'), 'utf8')).toBe('my own edit\n');
    undo(root, { force: true });
    expect(snapshot(root)).toEqual(before);
  });

  it('rebuilds the original elsewhere and leaves the tree alone', () => {
    mkdirSync(path.join(root, 'node_modules/ship'), { recursive: true });
    const before = snapshot(root);
    writeChanges(root, changes());
    const after = snapshot(root);
    const into = path.join(scratch, `original-${folders++}`);
    originalTree(root, into);
    expect(snapshot(into)).toEqual(before);
    expect(lstatSync(path.join(into, 'node_modules')).isSymbolicLink()).toBe(true);
    expect(snapshot(root)).toEqual(after);
    expect(lastApplied(root)?.state).toBe('applied');
  });
});

describe('an interruption', () => {
  const bundle = path.join(scratch, 'journal.mjs');
  buildSync({ entryPoints: [fileURLToPath(new URL('../../core/journal.ts', import.meta.url))], bundle: true, platform: 'node', format: 'esm', outfile: bundle, logLevel: 'error' });
  const script = fileURLToPath(new URL('./journal/interrupt.mjs', import.meta.url));
  const run = (what: string, mode: 'kill' | 'full', step: number) => spawnSync(process.execPath, [script, bundle, root, what, mode, String(step)], { encoding: 'utf8' });

  it('by a kill at any step of a write leaves the tree before or after, once the next run has looked', () => {
    const before = snapshot(freshRoot());
    const list = changes();
    root = freshRoot();
    writeChanges(root, list);
    const after = snapshot(root);
    const ends = { before: 0, after: 0 };
    let step = 1;
    for (; ; step++) {
      root = freshRoot();
      const result = run(JSON.stringify(list), 'kill', step);
      if (result.signal !== 'SIGKILL') break;
      recover(root);
      const found = snapshot(root);
      const end = JSON.stringify(found) === JSON.stringify(after) ? 'after' : 'before';
      expect(found, `killed at step ${step}`).toEqual(end === 'after' ? after : before);
      ends[end]++;
      expect(writeChanges(root, end === 'before' ? list : [change('package.json', '{}')])?.state, `a write after the kill at step ${step}`).toBe('applied');
    }
    expect(step).toBeGreaterThan(40);
    expect(ends.before).toBeGreaterThan(20);
    expect(ends.after).toBeGreaterThan(2);
  }, 120_000);

  it('by a kill at any step of an undo ends in the original', () => {
    const before = snapshot(freshRoot());
    let step = 1;
    for (; ; step++) {
      root = freshRoot();
      writeChanges(root, changes());
      if (run('undo', 'kill', step).signal !== 'SIGKILL') break;
      recover(root);
      if (lastApplied(root)) undo(root);
      expect(snapshot(root), `killed at step ${step}`).toEqual(before);
    }
    expect(step).toBeGreaterThan(15);
  }, 120_000);

  it('by a full disk at any write puts everything back', () => {
    const before = snapshot(freshRoot());
    let step = 1;
    let refused = 0;
    for (; ; step++) {
      root = freshRoot();
      const result = run(JSON.stringify(changes()), 'full', step);
      if (result.status === 0 && !existsSync(path.join(root, '.cf-migrate/journal/0001'))) throw new Error('nothing was written');
      if (result.status === 0 && step > 25) break;
      if (result.status === 0) continue; // The last record of the journal could not be closed: the files stand.
      expect(result.stdout).toBe('disk-full');
      expect(snapshot(root), `full at write ${step}`).toEqual(before);
      expect(existsSync(path.join(root, '.cf-migrate')), `full at write ${step}`).toBe(false);
      refused++;
    }
    expect(refused).toBeGreaterThan(10);
  }, 120_000);

  it('by another process that still writes is told apart from one that died', () => {
    mkdirSync(path.join(root, '.cf-migrate/journal'), { recursive: true });
    writeFileSync(path.join(root, '.cf-migrate/journal/lock'), `${process.ppid}\n`);
    expect(codeOf(() => writeChanges(root, changes()))).toBe('locked');
    writeFileSync(path.join(root, '.cf-migrate/journal/lock'), '2147483646\n');
    expect(writeChanges(root, changes())?.state).toBe('applied');
  });
});
