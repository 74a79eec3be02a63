import { forget, jobIds, readJob, startJob, writeJob } from './src/jobs.js';

const { job, done } = await startJob(async () => {});
console.log(await jobIds().then((ids) => ids.length), (await readJob(job.id)).status);
await done();
console.log((await readJob(job.id)).status);
await writeJob({ id: 'b', status: 'failed' });
await forget(job.id);
console.log(await jobIds());
await readJob('none').catch((error) => console.log(error.code, error.syscall, error.message));
await forget('none').catch((error) => console.log(error.code, error.syscall, error.message));
