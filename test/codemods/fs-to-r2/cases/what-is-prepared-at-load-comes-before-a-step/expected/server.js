import express from 'express';
import * as files from './storage/files.js';

const FILE = 'data/notes.json';
// Done when it is first needed: storage is not there while the module loads.
const load = async () => {
  if (!(await files.has('data'))) files.makeFolderSync('data');
  if (!(await files.has(FILE))) await files.put(FILE, '[]');
};
let loading;
const ready = () => (loading ??= load().catch((error) => {
  loading = undefined;
  throw error;
}));

const app = express();
const readNotes = async () => { await ready(); return JSON.parse(await files.get(FILE, 'utf8')); };

app.get('/notes', async (req, res) => {
  res.json(await readNotes());
});

app.post('/notes', async (req, res) => {
  await ready();
  return files.atomically(async () => {
    const notes = await readNotes();
    notes.push(req.body);
    await files.put(FILE, JSON.stringify(notes));
    res.status(201).end();
  });
});

app.listen(3000);
