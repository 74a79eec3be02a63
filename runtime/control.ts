/** Orders from verify to the code it runs, on either side: sent on loopback with a word that only this run knows. */
import { randomUUID } from 'node:crypto';
import { send } from './http.js';

/** Header that carries the word. */
export const CONTROL_HEADER = 'x-cf-migrate-control';

export const newControlWord = (): string => randomUUID();

/** Sends an order and answers what was said to it. Throws when nothing answers within the limit. */
export async function askControl(port: number, word: string, order: object, limit: number): Promise<unknown> {
  const answer = await send(port, { method: 'POST', path: '/', headers: { [CONTROL_HEADER]: word, 'content-type': 'application/json' }, body: JSON.stringify(order) }, limit);
  if (answer.failure) throw new Error(answer.failure.message);
  if (answer.status !== 200) throw new Error(`no answer to an order: status ${answer.status}`);
  return JSON.parse(answer.bytes.toString('utf8')) as unknown;
}
