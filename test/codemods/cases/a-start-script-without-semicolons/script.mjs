import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';

const run = () => console.log(spawnSync(process.execPath, ['run.js'], { encoding: 'utf8' }).stdout);
run();
mkdirSync('data');
writeFileSync('data/a', '12');
writeFileSync('data/b', '30');
run();
