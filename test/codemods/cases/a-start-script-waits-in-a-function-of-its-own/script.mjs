import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';

function run(settings, ...args) {
  rmSync('data', { recursive: true, force: true });
  mkdirSync('data');
  if (settings !== null) writeFileSync('data/port.json', settings);
  const { stdout, stderr, status } = spawnSync(process.execPath, ['server.js', ...args], { encoding: 'utf8' });
  console.log(status, stdout, /(?:ENOENT|SyntaxError)/.exec(stderr)?.[0]);
}

run('{"name":"East","port":0,"quick":true}');
run('{"name":"West","closed":true}');
run('{"name":');
run(null);
run(null, 'help');
