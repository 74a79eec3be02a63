import { addNote, clear, count } from './src/notes.js';

const notes = await Promise.all(['a', 'b', 'c', 'd'].map(async (text) => addNote(text)));
console.log(notes.map((note) => note.id), await count());
await clear(2);
console.log(await count());
