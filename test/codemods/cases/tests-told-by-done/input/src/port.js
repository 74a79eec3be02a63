import fs from 'node:fs';

const load = () => JSON.parse(fs.readFileSync('data/port.json', 'utf8'));

export const save = (value) => fs.writeFileSync('data/port.json', JSON.stringify(value));

it('loads', function (done) {
  this.timeout(50);
  if (load().length !== 1) throw new Error('not one');
  done();
});
