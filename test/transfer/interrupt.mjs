// Runs one copy or one way back in a process that kills itself at the n-th step of the file system.
// Arguments: bundle of pipeline/data.ts, 'exportData' | 'bringBack', the request as JSON, n. Exits 0 when it ended before step n.
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

const [bundle, work, request, at] = process.argv.slice(2);
const steps = ['mkdirSync', 'writeSync', 'copyFileSync', 'writeFileSync', 'openSync', 'fsyncSync', 'closeSync', 'renameSync', 'unlinkSync', 'rmSync', 'chmodSync', 'utimesSync'];
const data = await import(bundle);
let count = 0;

for (const name of steps) {
  const original = fs[name];
  fs[name] = (...args) => {
    count++;
    if (count !== Number(at)) return original(...args);
    // Half of a write, then the end: the worst that a kill can leave.
    if (name === 'writeSync') original(args[0], args[1], 0, Math.floor(args[1].length / 2));
    process.kill(process.pid, 'SIGKILL');
    return undefined;
  };
}
syncBuiltinESMExports();

data[work](JSON.parse(request));
