import { randomUUID } from 'node:crypto';
import fs from 'node:fs/promises';
import path from 'node:path';

const FOLDER = path.join(process.env.DATA_DIR || 'data', 'jobs');

const fileOf = (id) => path.join(FOLDER, `${id}.json`);

/** Clients poll for it while the job goes on. */
export async function readJob(id) {
  return JSON.parse(await fs.readFile(fileOf(id), 'utf8'));
}

export async function writeJob(job) {
  await fs.mkdir(FOLDER, { recursive: true });
  await fs.writeFile(fileOf(job.id), JSON.stringify(job));
}

export async function startJob(run) {
  const job = { id: randomUUID(), status: 'queued' };
  await writeJob(job);
  return { job, done: () => run(job).then(() => writeJob({ ...job, status: 'done' })) };
}

export async function jobIds() {
  const names = await fs.readdir(FOLDER);
  return names.filter((name) => name.endsWith('.json')).map((name) => name.slice(0, -'.json'.length));
}

export async function forget(id) {
  await fs.unlink(fileOf(id));
}
