import * as documents from './storage/documents.js';

// Called back when it is done, such a step may wait; what it throws is an uncaught exception, as it was.
const asStep = (step) => Object.defineProperty(function (...given) {
  step.apply(this, given).catch((error) => process.nextTick(() => { throw error; }));
}, 'length', { value: step.length });

const load = async () => JSON.parse(await documents.get('data/port.json', 'utf8'));

export const save = async (value) => documents.put('data/port.json', JSON.stringify(value));

it('loads', asStep(async function (done) {
  this.timeout(50);
  if ((await load()).length !== 1) throw new Error('not one');
  done();
}));
