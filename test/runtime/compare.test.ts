import { describe, expect, it } from 'vitest';
import { compareAnswers, compareBytes, compareJson, missedExpectation, pathsIn } from '../../runtime/compare.js';
import { bodyText, failed, type Answer } from '../../runtime/http.js';
import { matchesTrail, parseJsonPath, valueAt } from '../../runtime/json-path.js';
import type { ScriptRequest } from '../../runtime/script.js';

const request = (more: Partial<ScriptRequest> = {}): ScriptRequest => ({ title: 'GET /', method: 'GET', path: '/', headers: {}, body: null, ignore: [], headersCompared: [], capture: {}, wait: 0, ...more });

function answer(status: number, body: string, headers: Record<string, string> = { 'content-type': 'application/json' }): Answer {
  const bytes = Buffer.from(body);
  return { status, headers, body: bodyText(bytes), bytes, milliseconds: 1 };
}

const path = (text: string): NonNullable<ReturnType<typeof parseJsonPath>> => {
  const parsed = parseJsonPath(text);
  if (!parsed) throw new Error(`${text} is no path`);
  return parsed;
};

describe('JSON paths', () => {
  it.each([
    ['$.id', ['id'], true],
    ['$.id', ['a', 'id'], false],
    ['$..id', ['a', 2, 'id'], true],
    ['$..id', ['id'], true],
    ['$.items[*].id', ['items', 4, 'id'], true],
    ['$.items[1].id', ['items', 2, 'id'], false],
    ['$["odd name"].x', ['odd name', 'x'], true],
    ['$.*', ['anything'], true],
    ['$', [], true],
  ])('%s speaks of %j: %s', (text, trail, expected) => {
    expect(matchesTrail(path(text), trail)).toBe(expected);
  });

  it.each(['id', '$.', '$..', '$[x]', '$.a b'])('%s is none', (text) => {
    expect(parseJsonPath(text)).toBeNull();
  });

  it('finds the first value', () => {
    const value = { items: [{ id: null }, { id: 7 }], deep: { note: { id: 9 } } };
    expect(valueAt(path('$.items[1].id'), value)).toBe(7);
    expect(valueAt(path('$.deep..id'), value)).toBe(9);
    expect(valueAt(path('$.constructor'), value)).toBeUndefined();
  });
});

describe('answers', () => {
  it('are equal when JSON differs in spelling only', () => {
    expect(compareAnswers(answer(200, '{"a":1,"b":[1,2]}'), answer(200, '{ "b": [1, 2], "a": 1 }', { 'content-type': 'Application/JSON' }), request())).toEqual([]);
  });

  it('name the place where JSON differs, and a list in another order is another list', () => {
    expect(compareAnswers(answer(200, '{"notes":["call","milk"]}'), answer(200, '{"notes":["milk","call"]}'), request())).toEqual([
      { where: '$.notes[0]', node: '"call"', workers: '"milk"' },
      { where: '$.notes[1]', node: '"milk"', workers: '"call"' },
    ]);
  });

  it('tell null from absent', () => {
    expect(compareJson({ a: null }, {}, [])).toEqual([{ where: '$.a', node: 'null', workers: 'absent' }]);
  });

  it('leave out what the script ignores, headers too', () => {
    const left = answer(200, '{"id":1,"at":"now"}', { 'content-type': 'application/json', etag: 'a' });
    const right = answer(200, '{"id":2,"at":"now"}', { 'content-type': 'application/json', etag: 'b' });
    expect(compareAnswers(left, right, request({ ignore: ['$.id'] }))).toEqual([]);
    expect(compareAnswers(left, right, request({ ignore: ['$.id'], headersCompared: ['etag'] }))).toHaveLength(1);
    expect(compareAnswers(left, right, request({ ignore: ['$.id', 'ETag'], headersCompared: ['etag'] }))).toEqual([]);
  });

  it('compare status, content type and location always', () => {
    const differences = compareAnswers(answer(302, '', { location: '/a', 'content-type': 'text/plain' }), answer(303, '', { location: '/b', 'content-type': 'text/html' }), request());
    expect(differences.map(({ where }) => where)).toEqual(['status', 'header content-type', 'header location']);
  });

  it('are never equal when a side did not answer, even when neither did', () => {
    expect(compareAnswers(failed('timeout', 'late'), failed('timeout', 'late'), request())).toEqual([{ where: 'answer', node: 'timeout: late', workers: 'timeout: late' }]);
  });

  it('are equal when the app threw the same on both sides', () => {
    const thrown = (message: string): Answer => ({ ...failed('error', message), status: 500 });
    expect(compareAnswers(thrown('TypeError: x'), thrown('TypeError: x'), request())).toEqual([]);
    expect(compareAnswers(thrown('TypeError: x'), thrown('RangeError: x'), request())).toHaveLength(1);
  });

  it('point at the first character where texts part', () => {
    expect(compareBytes('body', Buffer.from('one two'), Buffer.from('one six'), [])).toEqual([{ where: 'body, character 5', node: '"one two"', workers: '"one six"' }]);
  });

  it('do not read binary bodies as text', () => {
    const [difference] = compareBytes('body', Buffer.from([0, 1, 2]), Buffer.from([0, 1, 3]), []);
    expect(difference).toEqual({ where: 'body', node: '3 bytes', workers: '3 bytes, other content' });
    expect(bodyText(Buffer.from([0xff, 0x00]))).toBe('base64:/wA=');
  });

  it('tell what the original misses of an expectation', () => {
    const left = answer(404, '{"id":1,"error":"gone"}');
    expect(missedExpectation(left, left, { status: 200, contains: 'milk', json: { id: 2, error: 'gone' } }, []).map(({ where }) => where)).toEqual(['expected status 200', 'expected text "milk"', 'expected $.id to be 2']);
    expect(missedExpectation(left, left, { json: { id: 2, error: 'gone' } }, ['$.id'])).toEqual([]);
  });

  it('keep names of headers apart from JSON paths', () => {
    expect(pathsIn(['etag', '$.id'])).toHaveLength(1);
  });
});
