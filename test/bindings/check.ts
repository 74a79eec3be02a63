/** A question to a binding, with the answer that the local workerd gives; and the Worker that asks all questions of one binding. */
import { Script } from 'node:vm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEFAULT_COMPATIBILITY_DATE } from '../../core/vocabulary.js';
import { startMiniflare, type StartedMiniflare, type WorkerDefinition } from '../../runtime/miniflare.js';
import type { LocalDifferenceName } from '../../runtime/local-differences.js';
import { loadRuntime } from '../../runtime/packages.js';
import type { SourceName } from './sources.js';

interface Question {
  /** What is done, in words: the title of the test and the first column of docs/bindings.md. */
  asks: string;
  /** An expression, or the body of an async function when it returns, inside the Worker, with `env` and `ctx`; or what is done from outside. */
  run: string | ((running: Asked) => Promise<unknown>);
  /** What Cloudflare documents, where the copy was read. */
  documented?: [says: string, source: SourceName];
  /** The rewrite that rests on the answer, where only some answers of the page matter to one. */
  for?: string;
  /** That what is seen here is not what is documented, and under which name runtime/local-differences.ts says so. */
  differs?: LocalDifferenceName;
}

/** What comes back, as JSON; or name and text of what is thrown. */
export type Check = Question & ({ gives: unknown } | { throws: string });

export interface BindingPage {
  title: string;
  /** What of a migration rests on it: a rewrite, or what the plan advises and a person does. */
  rests: string;
  /** Bindings of the Worker, and other Workers that it needs, in miniflare's words. */
  bindings: WorkerDefinition;
  companions?: WorkerDefinition[];
  /** Module code before the questions: classes, and `handlers` for what is not a request. */
  code?: string;
  checks: Check[];
  /** No question rests on another, and most of the time is waiting: all are asked at the same time. */
  atOnce?: boolean;
}

export type Observed = { value: unknown } | { thrown: string };

/** Compiled, not run, to tell an expression from the body of a function. */
function isExpression(text: string): boolean {
  try {
    return new Script(`async () => (${text})`) instanceof Script;
  } catch {
    return false;
  }
}

const functionOf = ({ run }: Check): string => typeof run === 'function' ? 'null' : `async (env, ctx, request) => { ${isExpression(run) ? `return (${run});` : run} }`;

const workerCode = ({ code, checks }: BindingPage): string => `${code ?? 'const handlers = {};'}
const checks = [
${checks.map(functionOf).join(',\n')}
];
export default { ...handlers, async fetch(request, env, ctx) {
  const index = Number(new URL(request.url).pathname.slice(1));
  try {
    const value = await checks[index](env, ctx, request);
    return Response.json({ value: value === undefined ? 'undefined' : value });
  } catch (error) {
    return Response.json({ thrown: error instanceof Error ? error.name + ': ' + error.message : String(error) });
  }
} };
`;

export const esModule = (contents: string): WorkerDefinition => ({ modules: [{ type: 'ESModule', path: 'index.mjs', contents }], compatibilityDate: DEFAULT_COMPATIBILITY_DATE });

export const workersOf = (page: BindingPage): WorkerDefinition[] => [{ name: 'questions', ...esModule(workerCode(page)), ...page.bindings }, ...(page.companions ?? [])];

export type Asked = StartedMiniflare & { ok: true };

export async function startPage(page: BindingPage): Promise<Asked> {
  const started = await startMiniflare(await loadRuntime(), workersOf(page), 30_000);
  if (!started.ok) throw new Error(started.log || String(started.error));
  return started;
}

export async function ask(running: Asked, page: BindingPage, asks: string): Promise<Observed> {
  const index = page.checks.findIndex((check) => check.asks === asks);
  const run = page.checks[index]?.run;
  if (typeof run === 'function') return { value: await run(running) };
  const response = await running.miniflare.dispatchFetch(`http://questions.test/${index}`);
  return JSON.parse(await response.text()) as Observed;
}

/** One test for each question, in one workerd; in order, because a later question may rest on an earlier one. */
export function describePage(page: BindingPage): void {
  describe(`${page.title}`, () => {
    let running: Asked;
    const early = new Map<string, Promise<Observed>>();
    beforeAll(async () => {
      running = await startPage(page);
      for (const { asks } of page.atOnce ? page.checks : []) {
        const answer = ask(running, page, asks);
        // Its test is told of it; until then nobody waits for it.
        answer.catch(() => undefined);
        early.set(asks, answer);
      }
    });
    afterAll(() => running.stop());

    it.each(page.checks)('$asks', async (check) => {
      expect(await (early.get(check.asks) ?? ask(running, page, check.asks))).toEqual('throws' in check ? { thrown: check.throws } : { value: check.gives });
    });
  });
}
