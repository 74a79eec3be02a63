import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
fs.mkdirSync('data', { recursive: true });
console.log(execFileSync(process.execPath, ['quay.js', '--name', 'inner'], { encoding: 'utf8' }));
console.log(execFileSync(process.execPath, ['quay.js', '--name', 'new'], { encoding: 'utf8' }));
console.log(fs.readFileSync('data/quay.json', 'utf8'));
