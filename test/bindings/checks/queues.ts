/** Questions to Queues: what is refused when it is sent, and what becomes of a message that is retried, acknowledged or thrown upon. */
import type { BindingPage } from '../check.js';

/** The consumer does what the message says, and keeps what it was given where the questions find it. */
const CODE = `
const seen = [];
const handlers = { async queue(batch) {
  for (const message of batch.messages) seen.push({ queue: batch.queue, body: message.body, attempts: message.attempts, together: batch.messages.length, at: Date.now(), facts: [typeof message.id, message.timestamp instanceof Date] });
  const doing = batch.messages.map((message) => message.body?.does).find(Boolean);
  const [first] = batch.messages;
  if (batch.queue === 'dead' || first.attempts > (first.body?.times ?? 99)) return;
  if (doing === 'retry') for (const message of batch.messages) message.retry({ delaySeconds: message.body.delay ?? 0 });
  if (doing === 'retry all') batch.retryAll();
  if (doing === 'ack first, then throw') { first.ack(); throw new Error('on purpose'); }
  if (doing === 'ack all, then throw') { batch.ackAll(); throw new Error('on purpose'); }
  if (doing === 'ack, then retry') { first.ack(); first.retry(); }
  if (doing === 'throw') throw new Error('on purpose');
} };
const until = async (found) => { const end = Date.now() + 25000; for (;;) { const value = found(); if (value) return value; if (Date.now() > end) throw new Error('it did not come'); await scheduler.wait(10); } };
const of = (name, queue) => seen.filter((one) => one.body?.name === name && (queue === undefined || one.queue === queue));
/** Waits until so many deliveries came, and a little longer for one too many. */
const deliveries = async (name, count, queue) => { await until(() => of(name, queue).length >= count); await scheduler.wait(150); return of(name, queue); };
`;

export const queues: BindingPage = {
  title: 'Queues',
  rests: 'jobs and work after the response that the plan sends to Queues.',
  bindings: {
    queueProducers: { JOBS: { queueName: 'jobs' }, FEW: { queueName: 'few' }, PLAIN: { queueName: 'plain' }, LATE: { queueName: 'late', deliveryDelay: 1 } },
    queueConsumers: {
      jobs: { maxBatchSize: 10, maxBatchTimeout: 0.05, maxRetries: 5 },
      few: { maxBatchSize: 10, maxBatchTimeout: 0.05, maxRetries: 2, deadLetterQueue: 'dead' },
      dead: { maxBatchSize: 10, maxBatchTimeout: 0.05 },
      late: { maxBatchSize: 10, maxBatchTimeout: 0.05 },
      plain: { maxBatchTimeout: 0.05 },
    },
  },
  code: CODE,
  checks: [
    { asks: 'send, and what the consumer is given', run: `const answer = await env.JOBS.send({ name: 'one' }); const [one] = await deliveries('one', 1); return [typeof answer, one.queue, one.attempts, one.facts]`, gives: ['object', 'jobs', 1, ['string', true]] },
    { asks: 'a message that is neither acknowledged nor thrown upon', run: `(await deliveries('one', 1)).length`, gives: 1 },
    { asks: 'contentType json by default: a Date inside', run: `await env.JOBS.send({ name: 'date', at: new Date(0) }); return (await deliveries('date', 1))[0].body.at`, gives: '1970-01-01T00:00:00.000Z' },
    { asks: 'contentType v8: a Map and a Date', run: `await env.JOBS.send({ name: 'v8', at: new Date(0), map: new Map([['a', 1]]) }, { contentType: 'v8' }); const [{ body }] = await deliveries('v8', 1); return [body.at instanceof Date, body.map.get('a')]`, gives: [true, 1] },
    { asks: 'contentType text', run: `await env.JOBS.send('a text', { contentType: 'text' }); return until(() => seen.find((one) => one.body === 'a text')?.body)`, gives: 'a text' },
    { asks: 'contentType text for what is no text', run: `env.JOBS.send({ a: 1 }, { contentType: 'text' })`, throws: 'TypeError: Content Type "text" requires a value of type string, but received: object' },
    { asks: 'contentType bytes', run: `await env.JOBS.send(new Uint8Array([1, 255]), { contentType: 'bytes' }); const one = await until(() => seen.find((other) => other.body instanceof ArrayBuffer || other.body instanceof Uint8Array)); return [one.body.constructor.name, [...new Uint8Array(one.body)]]`, gives: ['ArrayBuffer', [1, 255]] },
    { asks: 'contentType that does not exist', run: `await env.JOBS.send('x', { contentType: 'xml' }); return 'taken'`, throws: 'TypeError: Unsupported queue message content type: xml' },
    { asks: 'a circular object', run: `const a = {}; a.a = a; return env.JOBS.send(a)`, throws: 'TypeError: Converting circular structure to JSON\n    --> starting at object with constructor \'Object\'\n    --- property \'a\' closes the circle' },
    { asks: 'a message of 128,000 bytes', run: `await env.JOBS.send('x'.repeat(127998)); return 'taken'`, gives: 'taken', documented: ['128 KB, with about 100 bytes of metadata', 'queues limits'] },
    { asks: 'a message of 128,001 bytes', run: `await env.JOBS.send('x'.repeat(127999)); return 'taken'`, throws: 'Error: Unknown Internal Error (15000)', documented: ['128 KB', 'queues limits'] },
    { asks: 'sendBatch of 100', run: `await env.JOBS.sendBatch(Array.from({ length: 100 }, () => ({ body: 'x' }))); return 'taken'`, gives: 'taken', documented: ['at most 100', 'queues limits'] },
    { asks: 'sendBatch of 101', run: `await env.JOBS.sendBatch(Array.from({ length: 101 }, () => ({ body: 'x' }))); return 'taken'`, throws: 'Error: Unknown Internal Error (15000)', documented: ['at most 100', 'queues limits'] },
    { asks: 'sendBatch of none', run: `env.JOBS.sendBatch([])`, throws: 'TypeError: sendBatch() requires at least one message' },
    { asks: 'sendBatch of 256,000 bytes', run: `await env.JOBS.sendBatch(Array.from({ length: 4 }, () => ({ body: 'x'.repeat(63998) }))); return 'taken'`, gives: 'taken', documented: ['at most 256 KB', 'queues limits'] },
    { asks: 'sendBatch of 256,004 bytes', run: `await env.JOBS.sendBatch(Array.from({ length: 4 }, () => ({ body: 'x'.repeat(63999) }))); return 'taken'`, gives: 'taken', documented: ['at most 256 KB', 'queues limits'], differs: 'queue-batch-bytes' },
    { asks: 'sendBatch of 288,004 bytes', run: `await env.JOBS.sendBatch(Array.from({ length: 4 }, () => ({ body: 'x'.repeat(71999) }))); return 'taken'`, throws: 'Error: Unknown Internal Error (15000)' },
    { asks: 'delaySeconds of 43,200', run: `await env.JOBS.send('x', { delaySeconds: 43200 }); return 'taken'`, gives: 'taken', documented: ['at most 12 hours', 'queues limits'] },
    { asks: 'delaySeconds of 43,201', run: `await env.JOBS.send('x', { delaySeconds: 43201 }); return 'taken'`, gives: 'taken', documented: ['at most 12 hours', 'queues limits'], differs: 'queue-delay' },
    { asks: 'delaySeconds of -1', run: `await env.JOBS.send('x', { delaySeconds: -1 }); return 'taken'`, throws: 'Error: Unknown Internal Error (15000)' },
    { asks: 'delaySeconds of 1: when it comes', run: `const sent = Date.now(); await env.JOBS.send({ name: 'delayed' }, { delaySeconds: 1 }); const [one] = await deliveries('delayed', 1); return one.at - sent >= 950`, gives: true },
    { asks: 'a queue with a delivery delay of 1', run: `const sent = Date.now(); await env.LATE.send({ name: 'late' }); const [one] = await deliveries('late', 1); return one.at - sent >= 950`, gives: true },
    { asks: 'messages sent together come together', run: `await env.JOBS.sendBatch([{ body: { name: 'three' } }, { body: { name: 'three' } }, { body: { name: 'three' } }]); return (await deliveries('three', 3)).map((one) => one.together)`, gives: [3, 3, 3] },
    { asks: 'retry: attempts seen', run: `await env.JOBS.send({ name: 'again', does: 'retry', times: 2 }); return (await deliveries('again', 3)).map((one) => one.attempts)`, gives: [1, 2, 3] },
    { asks: 'retry with a delay of 1: when it comes again', run: `await env.JOBS.send({ name: 'later', does: 'retry', delay: 1, times: 1 }); const [one, two] = await deliveries('later', 2); return [two.attempts, two.at - one.at >= 950]`, gives: [2, true] },
    { asks: 'the handler throws: the batch comes again', run: `await env.JOBS.sendBatch([{ body: { name: 'thrown', does: 'throw', times: 1 } }, { body: { name: 'thrown' } }]); return (await deliveries('thrown', 4)).map((one) => one.attempts)`, gives: [1, 1, 2, 2], documented: ['the whole batch, but for what was acknowledged', 'queues batching'] },
    { asks: 'one is acknowledged, then the handler throws', run: `await env.JOBS.sendBatch([{ body: { name: 'half', which: 1, does: 'ack first, then throw', times: 1 } }, { body: { name: 'half', which: 2, times: 1 } }]); return (await deliveries('half', 3)).map((one) => [one.body.which, one.attempts])`, gives: [[1, 1], [2, 1], [1, 2], [2, 2]], documented: ['what was acknowledged does not come again', 'queues batching'], differs: 'queue-acknowledged' },
    { asks: 'all are acknowledged, then the handler throws', run: `await env.JOBS.sendBatch([{ body: { name: 'all', does: 'ack all, then throw' } }, { body: { name: 'all' } }]); await until(() => of('all').length >= 12); return of('all').map((one) => one.attempts)`, gives: [1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6], documented: ['what was acknowledged does not come again', 'queues batching'], differs: 'queue-acknowledged' },
    { asks: 'retryAll', run: `await env.JOBS.sendBatch([{ body: { name: 'retry all', does: 'retry all', times: 1 } }, { body: { name: 'retry all', times: 1 } }]); return (await deliveries('retry all', 4)).map((one) => one.attempts)`, gives: [1, 1, 2, 2] },
    { asks: 'ack, then retry of the same message', run: `await env.JOBS.send({ name: 'both', does: 'ack, then retry' }); return (await deliveries('both', 1)).length`, gives: 1, documented: ['the first call counts', 'queues batching'] },
    { asks: 'max_retries 2 with a dead letter queue: attempts, then what comes there', run: `await env.FEW.send({ name: 'doomed', does: 'throw' }); const dead = await deliveries('doomed', 1, 'dead'); return [of('doomed', 'few').map((one) => one.attempts), dead.map((one) => [one.attempts, one.body.does])]`, gives: [[1, 2, 3], [[1, 'throw']]], documented: ['after the retries into the dead letter queue', 'queues batching'] },
    { asks: 'no max_retries: how often it is tried', run: `await env.PLAIN.send({ name: 'plain', does: 'throw' }); await until(() => of('plain').length >= 3); await scheduler.wait(600); return of('plain').length`, gives: 3, documented: ['3 retries, so 4 times; verify sets that', 'queues batching'] },
    { asks: 'no max_batch_size: how many come together of 20', run: `await env.PLAIN.sendBatch(Array.from({ length: 20 }, () => ({ body: { name: 'many' } }))); return (await deliveries('many', 20))[0].together`, gives: 5, documented: ['10; verify sets that', 'queues batching'] },
  ],
};
