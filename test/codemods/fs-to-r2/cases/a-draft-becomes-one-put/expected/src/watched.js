import * as files from './storage/files.js';

const FILE = 'data/crew.json';

// What was left by a crash is taken up again.
export async function load() {
  const left = await files.getOrNone('data/crew.json.bak', 'utf8');
  return left ?? (await files.get(FILE, 'utf8'));
}

export async function save(text) {
  const draft = 'data/crew.json.bak';
  await files.put(draft, text);
  await files.rename(draft, FILE);
}

export async function saveSlowly(text, told) {
  const draft = 'data/crew.json.new';
  await files.put(draft, text);
  told(draft);
  await files.rename(draft, FILE);
}

export async function saveAs(name, text) {
  let draft = `data/${name}.json.part`;
  await files.put(draft, text);
  await files.rename(draft, (draft = `data/${name}.json`));
  return draft;
}
