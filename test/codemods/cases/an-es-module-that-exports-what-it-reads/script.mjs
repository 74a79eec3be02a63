import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';

const run = (place) => {
  const { stdout, stderr, status } = spawnSync(process.execPath, ['src/main.js', place], { encoding: 'utf8' });
  console.log(status, stdout, /(?:Syntax|Type)Error/.exec(stderr)?.[0]);
};
mkdirSync('data');
run('pier');
run('quay');
run('end');
writeFileSync('data/settings.json', '{');
run('none');
