import fs from 'node:fs';

const FILE = 'data/notes.json';

function load() {
  try {
    return JSON.parse(fs.readFileSync(FILE, 'utf8'));
  } catch (error) {
    if (error.code === 'ENOENT') return [];
    throw error;
  }
}

function save(notes) {
  fs.mkdirSync('data', { recursive: true });
  fs.writeFileSync(FILE, JSON.stringify(notes));
}

export function addNote(text) {
  const notes = load();
  const note = { id: notes.length + 1, text: `${text}`,
    by: `${notes.length} others` };

  notes.push(note);
  save(notes);
  return note;
}

export const clear = (keep) => save(load().filter((note) => note.id === keep));

export const count = () => load().length;
