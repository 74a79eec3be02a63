import * as documents from './storage/documents.js';

const crewFile = 'data/crew.json';

export async function loadCrew() {
  return JSON.parse(await documents.get(crewFile, 'utf8'));
}

export async function saveCrew(crew) {
  await documents.makeFolder('data', { recursive: true });
  await documents.put(crewFile, JSON.stringify(crew));
}
