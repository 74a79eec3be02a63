import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';

const run = (...args) => {
  const { stdout, stderr, status } = spawnSync(process.execPath, ['cli.js', ...args], { encoding: 'utf8' });
  console.log(status, stdout, /SyntaxError/.exec(stderr)?.[0]);
};
run();
run('--add', 'Astra');
run('--add', 'Borea');
run('--list');
writeFileSync('data/boats.json', '[');
run('--list');
