import express from 'express';
import { forget, jobIds, readJob, startJob } from './jobs.js';

const app = express();

app.post('/jobs', async (req, res) => {
  const { job, done } = await startJob(async () => {});
  res.status(202).json(job);
  done();
});

app.get('/jobs', async (req, res) => {
  res.json(await jobIds());
});

app.get('/jobs/:id', async (req, res) => {
  res.json(await readJob(req.params.id));
});

app.delete('/jobs/:id', async (req, res) => {
  await forget(req.params.id);
  res.status(204).end();
});

app.listen(3000);
