import fs from 'node:fs';

export function write(file, text) {
  const draft = `${file}.tmp`;
  fs.writeFileSync(draft, text);
  fs.renameSync(draft, file);
}
