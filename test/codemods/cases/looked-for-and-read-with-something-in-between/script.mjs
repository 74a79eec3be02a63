import fs from 'node:fs';
import * as logbook from './src/logbook.js';

fs.mkdirSync('data');
const told = async (work) => {
  try {
    console.log(JSON.stringify(await work()));
  } catch (error) {
    console.log(error.code, error.message);
  }
};
for (const make of [() => {}, () => logbook.save(['calm']), () => fs.rmSync('data/logbook.json', { force: true }), () => fs.mkdirSync('data/logbook.json')]) {
  await make();
  await told(() => logbook.told(() => fs.writeFileSync('data/logbook.json', '["storm"]')));
  await told(() => logbook.caught());
  await told(() => logbook.explained());
  await told(() => logbook.onlyPerhaps(false));
  await told(() => logbook.onlyPerhaps(true));
  await told(() => logbook.again(2));
  await told(() => logbook.waited(async () => fs.rmSync('data/logbook.json', { force: true, recursive: true }) ?? 'gone'));
  await told(() => logbook.stopped());
}
process.exitCode = 0;
await told(() => logbook.written());
