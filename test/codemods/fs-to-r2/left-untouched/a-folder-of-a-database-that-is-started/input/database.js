import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';

const FOLDER = '/app/data/mariadb';

function prepare() {
  if (fs.existsSync(FOLDER)) return;
  fs.mkdirSync(FOLDER, { recursive: true });
  spawnSync('mysql_install_db', ['--user=node', `--ldata=${FOLDER}`]);
}
export function start() {
  prepare();
  return spawn('mariadbd', ['--user=node', `--datadir=${FOLDER}`]);
}
