import { describe, expect, test } from 'vitest';
import { splitEnvironment } from '../../codemods/storage/folder.js';

describe('a folder that the environment names', () => {
  test.each([
    ['<env DATA_DIR|data>', { name: 'DATA_DIR', inner: 'data', rest: '' }],
    ['<env DATA_DIR|data>/jobs', { name: 'DATA_DIR', inner: 'data', rest: '/jobs' }],
    ['<env DATA_DIR>/jobs', { name: 'DATA_DIR', inner: null, rest: '/jobs' }],
    ['<env UPLOAD_DIR|<env DATA_DIR|data>/uploads>/new', { name: 'UPLOAD_DIR', inner: '<env DATA_DIR|data>/uploads', rest: '/new' }],
    ['<env A|<env B>>', { name: 'A', inner: '<env B>', rest: '' }],
    ['data/jobs', null],
    ['<tmp>/x', null],
  ])('%s', (text, parts) => expect(splitEnvironment(text)).toEqual(parts));
});
