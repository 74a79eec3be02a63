import * as documents from './storage/documents.js';

// Called back when it is done, such a step may wait; what it throws before that goes to its callback.
const asStep = (step) => Object.defineProperty(function (...given) {
  const tell = given.pop();
  let isTold = false;
  const told = Object.assign((...answer) => {
    isTold = true;
    return tell(...answer);
  }, tell);
  step.apply(this, [...given, told]).catch((error) => {
    if (isTold) process.nextTick(() => { throw error; });
    else tell(error);
  });
}, 'length', { value: step.length });

const load = async () => JSON.parse(await documents.get('data/port.json', 'utf8'));

export const save = async (value) => documents.put('data/port.json', JSON.stringify(value));

it('loads', asStep(async function (done) {
  this.timeout(50);
  if ((await load()).length !== 1) throw new Error('not one');
  done();
}));
