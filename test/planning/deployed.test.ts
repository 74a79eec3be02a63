import { describe, expect, test } from 'vitest';
import { containerCut } from '../../planning/cut.js';
import { deployed, toolFiles } from '../../planning/deployed.js';
import { score } from '../../planning/score.js';
import { buildProgram, finding, type ProgramSpec } from './program-builder.js';

const app: ProgramSpec = {
  files: {
    'server.js': { lines: 100, imports: ['store.js'], functions: { get: { lines: [10, 40] } } },
    'store.js': { lines: 50, functions: { save: { lines: [1, 20] } } },
    'tools/reset.js': { lines: 30, imports: ['store.js', 'tools/ask.js'] },
    'tools/ask.js': { lines: 10 },
    'models/user.js': { lines: 10 },
  },
  entryPoints: [
    { id: 'start server.js', kind: 'start', in: 'server.js' },
    { id: 'GET /', kind: 'http', in: 'server.js:get' },
    { id: 'script tools/reset.js', kind: 'script', in: 'tools/reset.js' },
  ],
};
const tools = (spec: ProgramSpec): string[] => [...toolFiles(buildProgram(spec))].sort();
const entries = app.entryPoints ?? [];

describe('tools beside a program', () => {
  test('scripts and what only they load; what the program loads as well is its own', () => {
    expect(tools(app)).toEqual(['tools/ask.js', 'tools/reset.js']);
  });

  test('a command that works on its own is a tool, one that starts the server is the program', () => {
    const bin = (imports: string[]): string[] => tools({ files: { ...app.files, 'cli.js': { lines: 5, imports } }, entryPoints: [...entries, { id: 'bin cli.js', kind: 'bin', in: 'cli.js' }] });
    expect(bin(['store.js'])).toContain('cli.js');
    expect(bin(['server.js'])).not.toContain('cli.js');
  });

  test('where nothing is served, commands and scripts are the program', () => {
    expect(tools({ ...app, entryPoints: entries.filter((entry) => entry.kind !== 'http') })).toEqual([]);
  });

  test('what lies in a folder that the program loads file by file is its own, though a tool imports it', () => {
    const program = buildProgram({ ...app, files: { ...app.files, 'models/group.js': { lines: 10 }, 'tools/reset.js': { lines: 30, imports: ['models/user.js'] } } });
    const modules = program.modules.map((module) => (module.file === 'models/group.js' ? { ...module, chain: ['models/group.js'] } : module));
    expect([...toolFiles({ ...program, modules })]).toEqual(['tools/reset.js']);
    expect([...toolFiles(program)]).toContain('models/user.js');
  });

  test('they are in no cut and no effort, and their lines count as scripts', () => {
    const found = [finding({ at: ['tools/reset.js', 3], area: 'child-process' }), finding({ at: ['store.js', 3] })];
    const { program, findings } = deployed(buildProgram(app), found);
    expect(findings.map((one) => one.at.file)).toEqual(['store.js']);
    expect(program.modules.filter((module) => module.reach === 'script').map((module) => module.file)).toEqual(['tools/reset.js', 'tools/ask.js']);
    expect(containerCut(program, findings).must).toEqual([]);
    expect(score(buildProgram(app), found, [], []).blocking.workers.sites).toBe(1);
  });

  test('a program without tools is left as it is', () => {
    const program = buildProgram({ ...app, entryPoints: entries.slice(0, 2) });
    expect(deployed(program, []).program).toBe(program);
  });
});
