import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';

for (const berths of ['[]', '["Astra"]', null]) {
  rmSync('data', { recursive: true, force: true });
  mkdirSync('data');
  if (berths !== null) writeFileSync('data/berths.json', berths);
  const { stdout, status } = spawnSync(process.execPath, ['bin/quay', 'Borea'], { encoding: 'utf8' });
  console.log(status, stdout, existsSync('data/berths.json') && readFileSync('data/berths.json', 'utf8'));
}
