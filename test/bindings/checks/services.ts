/** Questions to service bindings: fetch, methods, what crosses, and errors. */
import { esModule, type BindingPage } from '../check.js';

const OTHER = `
import { WorkerEntrypoint, RpcTarget } from 'cloudflare:workers';
class Counter extends RpcTarget { #n = 0; add(by) { return this.#n += by; } }
export class Words extends WorkerEntrypoint {
  upper(text) { return text.toUpperCase(); }
  get language() { return 'en'; }
  at(date, map, bytes) { return [date instanceof Date, map.get('a'), bytes[0]]; }
  fail() { throw new RangeError('on purpose'); }
  call(work) { return work(20); }
  counter() { return new Counter(); }
  stream() { return new Response('streamed').body; }
}
export default { async fetch(request) { return new Response(request.method + ' ' + new URL(request.url).host + ' ' + await request.text(), { status: 201 }); } };
`;

export const services: BindingPage = {
  title: 'Service bindings',
  rests: 'what a Worker asks of another one, or of a Container behind one.',
  bindings: { serviceBindings: { OTHER: 'other', WORDS: { name: 'other', entrypoint: 'Words' } } },
  companions: [{ name: 'other', ...esModule(OTHER) }],
  checks: [
    { asks: 'fetch reaches the other Worker, whatever the host', run: `const response = await env.OTHER.fetch('http://any.host/', { method: 'POST', body: 'x' }); return [response.status, await response.text()]`, gives: [201, 'POST any.host x'] },
    { asks: 'a method of a named entry point', run: `env.WORDS.upper('a')`, gives: 'A' },
    { asks: 'a getter', run: `env.WORDS.language`, gives: 'en' },
    { asks: 'Date, Map and bytes cross', run: `env.WORDS.at(new Date(0), new Map([['a', 1]]), new Uint8Array([7]))`, gives: [true, 1, 7] },
    { asks: 'what a method throws', run: `env.WORDS.fail().catch((error) => [error.name, error.message, error.remote ?? null])`, gives: ['RangeError', 'on purpose', true] },
    { asks: 'a method that is not there', run: `env.WORDS.nothing()`, throws: 'TypeError: The RPC receiver does not implement the method "nothing".' },
    { asks: 'a function crosses, and is called back', run: `env.WORDS.call((n) => n + 1)`, gives: 21 },
    { asks: 'an object that keeps its state there', run: `using counter = await env.WORDS.counter(); await counter.add(2); return counter.add(3)`, gives: 5 },
    { asks: 'a stream crosses', run: `new Response(await env.WORDS.stream()).text()`, gives: 'streamed' },
    { asks: 'an object of a class of its own', run: `class Note {} return env.WORDS.upper(new Note())`, throws: 'DataCloneError: Could not serialize object of type "Note". This type does not support serialization.' },
  ],
};
