import { randomUUID } from 'node:crypto';
import path from 'node:path';
import * as files from './storage/files.js';

const FOLDER = path.join(process.env.DATA_DIR || 'data', 'jobs');

const fileOf = (id) => path.join(FOLDER, `${id}.json`);

/** Clients poll for it while the job goes on. */
export async function readJob(id) {
  return JSON.parse(await files.get(fileOf(id), 'utf8'));
}

export async function writeJob(job) {
  await files.makeFolder(FOLDER, { recursive: true });
  await files.put(fileOf(job.id), JSON.stringify(job));
}

export async function startJob(run) {
  const job = { id: randomUUID(), status: 'queued' };
  await writeJob(job);
  return { job, done: () => run(job).then(() => writeJob({ ...job, status: 'done' })) };
}

export async function jobIds() {
  const names = await files.list(FOLDER);
  return names.filter((name) => name.endsWith('.json')).map((name) => name.slice(0, -'.json'.length));
}

export async function forget(id) {
  await files.remove(fileOf(id));
}
