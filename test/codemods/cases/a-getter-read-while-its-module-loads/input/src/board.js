import fs from 'node:fs';
import { Settings } from './settings.js';

const settings = new Settings();
const title = settings.all.title ?? 'Quay';

export const save = (value) => fs.writeFileSync('data/settings.json', JSON.stringify(value));
export function show() {
  return `# ${title}`;
}
