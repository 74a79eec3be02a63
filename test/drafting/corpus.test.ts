import { readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { home } from '../../core/home.js';
import { requestsOf } from '../../drafting/script-draft.js';
import { draftFolder } from '../../pipeline/draft.js';
import { parseVerifyScript } from '../../runtime/script.js';

const corpus = path.join(home, 'fixtures/corpus');
const programs = readdirSync(corpus);

/** What a program of the corpus is asked, in the order of the draft. */
const asked = (program: string): string[] => requestsOf(draftFolder(path.join(corpus, program)).draft).map(({ method, path: target }) => `${method} ${target}`);

describe('a draft of any program', () => {
  test('is a script that can be read, as often as there is a request in it', () => {
    const drafts = programs.map((program) => ({ program, ...draftFolder(path.join(corpus, program)) })).filter(({ draft }) => requestsOf(draft).length > 0);
    expect(drafts.length).toBeGreaterThan(10);
    for (const { program, draft, text } of drafts) {
      const script = parseVerifyScript(text, program);
      expect(script.requests.map(({ method, path: target }) => `${method} ${target}`), program).toEqual(requestsOf(draft).map(({ method, path: target }) => `${method} ${target}`));
    }
  });

  test.each<[framework: string, program: string, expected: string[]]>([
    ['fastify', 'aquarium', ['GET /health', 'GET /tanks/1', 'PUT /pump', 'POST /tanks/1/fish']],
    ['koa', 'bakery', ['GET /ovens', 'GET /loaves/example', 'POST /ovens/1/bake']],
    ['hono', 'canal-locks', ['GET /api/levels', 'GET /locks/1', 'POST /locks/1/open']],
    ['nest', 'darkroom', ['POST /prints', 'GET /prints/{{printId|1}}', 'DELETE /prints/{{printId|1}}', 'GET /prints/{{printId|1}}']],
  ])('knows the routes of %s', (_framework, program, expected) => {
    expect(asked(program)).toEqual(expected);
  });
});
