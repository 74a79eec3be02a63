import fs from 'node:fs';

const FILE = 'data/crew.json';

// What was left by a crash is taken up again.
export function load() {
  const left = fs.existsSync('data/crew.json.bak') ? fs.readFileSync('data/crew.json.bak', 'utf8') : null;
  return left ?? fs.readFileSync(FILE, 'utf8');
}

export function save(text) {
  const draft = 'data/crew.json.bak';
  fs.writeFileSync(draft, text);
  fs.renameSync(draft, FILE);
}

export function saveSlowly(text, told) {
  const draft = 'data/crew.json.new';
  fs.writeFileSync(draft, text);
  told(draft);
  fs.renameSync(draft, FILE);
}

export function saveAs(name, text) {
  let draft = `data/${name}.json.part`;
  fs.writeFileSync(draft, text);
  fs.renameSync(draft, (draft = `data/${name}.json`));
  return draft;
}
