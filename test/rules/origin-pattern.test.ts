import { describe, expect, it } from 'vitest';
import { compileOrigin, expandOrigin, fitOf, originIndex, originSpecificity } from '../../core/origin-pattern.js';

describe('an origin pattern', () => {
  it.each([
    ['node:fs.writeFileSync', 'node:fs.writeFileSync', true],
    ['node:fs.writeFile', 'node:fs.writeFileSync', false],
    ['node:fs.*Sync', 'node:fs.writeFileSync', true],
    ['node:fs.*Sync', 'node:fs.promises.writeFileSync', false],
    ['node:fs.*', 'node:fs', false],
    ['node:fs.*', 'node:fs.', false],
    ['node:fs.promises.*', 'node:fs.promises.readFile', true],
    ['node:fs.{readFile,writeFile}', 'node:fs.writeFile', true],
    ['node:fs.{readFile,writeFile}', 'node:fs.appendFile', false],
    ['better-sqlite3().**', 'better-sqlite3().prepare().run', true],
    ['better-sqlite3().**', 'better-sqlite3', false],
    ['better-sqlite3().*', 'better-sqlite3().prepare().run', false],
    ['@xenova/transformers.*.from_pretrained', '@xenova/transformers.AutoModel.from_pretrained', true],
    ['@google-cloud/*.*', '@google-cloud/storage.Storage', true],
    ['@google-cloud/*.*', '@google-cloudy/storage.Storage', false],
    ['socket.io.Server().{to(),in()}.emit', 'socket.io.Server().to().emit', true],
    ['express().{get,post}', 'express().get', true],
    ['express().get', 'express()xget', false],
    ['express.Request.files.**.mv', 'express.Request.files.avatar.mv', true],
  ])('%s fits %s: %s', (pattern, origin, fits) => {
    expect(compileOrigin(pattern)(origin)).toBe(fits);
  });

  it('expands groups within groups', () => {
    expect(expandOrigin('a.{b,c{d,e}}')).toEqual(['a.b', 'a.cd', 'a.ce']);
  });

  it('is more specific the more of the name it fixes, and an exact name most of all', () => {
    const ranks = ['a.*', 'a.bc*', 'a.b'].map(originSpecificity);
    expect([...ranks].sort((x, y) => x - y)).toEqual(ranks);
    expect(fitOf(['node:fs.*', 'node:fs.read*'], 'node:fs.readFile')).toBe(originSpecificity('node:fs.read*'));
    expect(fitOf(['node:fs.*'], 'node:net.connect')).toBeNull();
  });
});

describe('an origin index', () => {
  const entries = [{ p: 'sharp().*' }, { p: 'sharp().{toFile,toBuffer}' }, { p: 'sharp' }, { p: '@google-cloud/*.*' }, { p: 'express().on' }, { p: 'express().on' }];
  const find = originIndex(entries, (e) => e.p);

  it('gives exact names before wildcards, and keeps the order of equals', () => {
    expect(find('sharp().toFile')).toEqual([entries[1], entries[0]]);
    expect(find('express().on')).toEqual([entries[4], entries[5]]);
  });

  it('finds wildcards in package names, and nothing for strangers', () => {
    expect(find('@google-cloud/pubsub.PubSub')).toEqual([entries[3]]);
    expect(find('sharper().toFile')).toEqual([]);
    expect(find('')).toEqual([]);
  });
});
