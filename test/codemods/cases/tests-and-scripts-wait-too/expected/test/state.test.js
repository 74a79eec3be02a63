import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { load, save } from '../src/state.js';

describe('state', () => {
  it('is stored', async () => {
    await save({ url: '/' });
    assert.deepEqual(await load(), { url: '/' });
  });
});
