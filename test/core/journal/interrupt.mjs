// Runs one write in a process that dies, or finds the disk full, at the n-th step of the file system.
// Arguments: bundle, root, changes as JSON, 'kill' | 'full', n. Exits 0 when the write ended before step n.
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

const [bundle, root, changes, mode, at] = process.argv.slice(2);
const steps = ['mkdirSync', 'openSync', 'writeSync', 'fsyncSync', 'closeSync', 'renameSync', 'unlinkSync', 'rmSync', 'writeFileSync', 'chmodSync'];
let count = 0;

for (const name of steps) {
  const original = fs[name];
  fs[name] = (...args) => {
    const writes = name === 'writeSync' || name === 'openSync' || name === 'mkdirSync';
    if (mode === 'full' && !writes) return original(...args);
    count++;
    if (count !== Number(at)) return original(...args);
    if (mode === 'full') throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC', errno: -28, syscall: 'write' });
    // Half of a write, then the end: the worst that a kill can leave.
    if (name === 'writeSync') original(args[0], args[1], 0, Math.floor(args[1].length / 2));
    process.kill(process.pid, 'SIGKILL');
    return undefined;
  };
}
syncBuiltinESMExports();

const journal = await import(bundle);
try {
  if (changes === 'undo') journal.undo(root);
  else journal.writeChanges(root, JSON.parse(changes));
} catch (error) {
  process.stdout.write(error.code ?? error.message);
  process.exit(3);
}
