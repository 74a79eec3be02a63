import fs from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';

const crewFile = 'data/crew.json';

export async function loadCrew() {
  return JSON.parse(await readFile(crewFile, 'utf8'));
}

export async function saveCrew(crew) {
  await fs.promises.mkdir('data', { recursive: true });
  await writeFile(crewFile, JSON.stringify(crew));
}
