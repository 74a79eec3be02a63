import { describe, expect, it } from 'vitest';
import { routeFinder } from '../../../cost/logs/routes.js';
import { scanOf } from '../scan-builder.js';

const finder = (...ids: string[]) => routeFinder(scanOf({ entries: ids }).entryPoints);

describe('the entry point of a request', () => {
  const find = finder(
    'GET /*', 'USE /*', 'GET /', 'GET /jobs', 'GET /jobs/:id', 'GET /jobs/stuck', 'POST /jobs/:id/retry', '* /any', 'GET /files/*', 'GET /files/:name.json', 'GET /badge/:id/:days?', 'GET /n/:n(\\d+)', 'GET /n/:word',
    'GET /opt{/:id}', 'GET /<prefix>/x', 'DELETE /jobs/:id',
  );
  it.each([
    ['GET /', 'GET /'], ['HEAD /', 'GET /'], ['GET /jobs', 'GET /jobs'], ['GET /jobs/', 'GET /jobs'], ['GET /Jobs', 'GET /jobs'], ['GET /jobs/7', 'GET /jobs/:id'], ['GET /jobs/stuck', 'GET /jobs/stuck'], ['DELETE /jobs/7', 'DELETE /jobs/:id'],
    ['POST /jobs/7/retry', 'POST /jobs/:id/retry'], ['POST /any', '* /any'], ['GET /files/a/b/c.png', 'GET /files/*'], ['GET /files/a.json', 'GET /files/:name.json'],
    ['GET /badge/1', 'GET /badge/:id/:days?'], ['GET /badge/1/2', 'GET /badge/:id/:days?'], ['GET /n/12', 'GET /n/:n(\\d+)'], ['GET /n/12a', 'GET /n/:word'], ['GET /opt', 'GET /opt{/:id}'], ['GET /opt/5', 'GET /opt{/:id}'],
    ['GET /whatever/x', 'GET /<prefix>/x'], ['GET /unknown/path', 'GET /*'], ['POST /unknown', 'USE /*'],
  ])('%s is answered by %s', (request, id) => {
    const [method = '', path = ''] = request.split(' ');
    expect(find(method, path)?.id).toBe(id);
    expect(find(method, path)?.id).toBe(id);
  });
  it('is the first of the program among equals', () => expect(finder('GET /:a', 'GET /:b')('GET', '/x')?.id).toBe('GET /:a'));
  it('is none where nothing fits, nor for a client that sent no request', () => {
    expect([finder('GET /a')('GET', '/b'), finder('GET /a')('POST', '/a'), find('', '')]).toEqual([null, null, null]);
  });
  it('gives the parameters', () => expect(finder('GET /rooms/:room/files/:name')('GET', '/rooms/blue/files/x.png')?.parameters).toEqual({ room: 'blue', name: 'x.png' }));
  it('takes no time for patterns made to be slow', () => {
    const slow = finder('GET /*a*a*a*a*a*a*a*a*', 'GET /:x((a+)+)', 'GET /:y(a+a+)$');
    const before = performance.now();
    slow('GET', `/${'a'.repeat(400)}!`);
    expect(performance.now() - before).toBeLessThan(300);
  });
  it('survives names that a pattern cannot have', () => expect(() => finder('GET /:1st/:a/:a', 'GET /[x', 'GET /(a', 'GET /:x(()')).not.toThrow());
});
