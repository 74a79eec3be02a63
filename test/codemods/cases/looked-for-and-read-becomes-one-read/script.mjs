import fs from 'node:fs';
import * as berths from './src/berths.js';

const told = async (work) => {
  try {
    console.log(JSON.stringify(await work()));
  } catch (error) {
    console.log(error.code, error.message);
  }
};
fs.mkdirSync('data/berths/folder.json', { recursive: true });
await berths.save('quay', { kind: 'stone' });
// One that is there, one that is not, one whose folder is a file, and one that is a folder.
for (const name of ['quay', 'pier', 'quay.json/slip', 'folder']) {
  await told(() => berths.inBranch(name));
  await told(() => berths.afterGuard(name));
  await told(() => berths.afterLongGuard(name));
  await told(() => berths.otherwise(name));
  await told(() => berths.chosen(name));
  await told(() => berths.textOf(name));
  await told(() => berths.orNothing(name));
  await told(async () => Promise.all(await berths.listOf([name])));
  await told(() => berths.taken(name, 3));
  await told(() => berths.both('quay', name));
  await told(() => berths.all([name]));
  await told(() => berths.short(name));
  await told(() => new berths.Berth(name).load());
}
await told(() => berths.eitherWay('quay'));
await told(() => berths.eitherWay('new'));
await told(() => berths.inBranch('new'));
