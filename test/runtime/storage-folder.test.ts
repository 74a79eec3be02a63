/** Where the files of a store lie in a run of verify: what the script sets, what the code falls back to, and what nobody says. */
import { describe, expect, test } from 'vitest';
import { folderInRun } from '../../runtime/storage-folder.js';

describe('the folder of a store', () => {
  const cases: [string, { folder: string | null; text?: string }, Record<string, string>, string][] = [
    ['is the recorded one', { folder: 'data', text: 'data' }, {}, 'data'],
    ['is the recorded one where a person wrote the record', { folder: 'data' }, { DATA_DIR: 'other' }, 'data'],
    ['is the default of its variable', { folder: 'data/jobs', text: '<env DATA_DIR|data>/jobs' }, {}, 'data/jobs'],
    ['moves with its variable', { folder: 'data/jobs', text: '<env DATA_DIR|data>/jobs' }, { DATA_DIR: './elsewhere' }, 'elsewhere/jobs'],
    ['is named by a variable alone', { folder: null, text: '<env HOME|<env USERPROFILE>>/.notes' }, { HOME: 'home' }, 'home/.notes'],
    ['is named by the second of two variables', { folder: null, text: '<env HOME|<env USERPROFILE>>/.notes' }, { USERPROFILE: 'profile' }, 'profile/.notes'],
  ];
  test.each(cases)('%s', (_what, recorded, env, expected) => {
    expect(folderInRun({ binding: 'FILES', ...recorded }, env)).toBe(expected);
  });

  test('is asked for where only the environment knows it, and refused where it lies outside of the copy', () => {
    const recorded = { binding: 'FILES', folder: null, text: '<env HOME|<env USERPROFILE>>/.notes' };
    expect(() => folderInRun(recorded, {})).toThrow('Only HOME says where the files of FILES are');
    expect(() => folderInRun(recorded, { HOME: '/home/ada' })).toThrow('no folder of the app');
  });
});
