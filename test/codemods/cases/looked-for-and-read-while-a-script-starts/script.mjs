import { execFileSync } from 'node:child_process';

for (const _ of [1, 2, 3]) console.log(execFileSync(process.execPath, ['run.js'], { encoding: 'utf8' }));
