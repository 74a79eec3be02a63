import * as documents from './storage/documents.js';

interface Tide {
  port: string;
  height: number;
}

const FILE = 'data/tides.json';

let begun: Tide[];

// Read when it is first needed: storage is not there while the module loads.
const load = async () => {
  if (!(await documents.has(FILE))) {
    await documents.put(FILE, '[]');
  }
  const begun: Tide[] = JSON.parse(await documents.get(FILE, 'utf8'));
  return begun;
};
let loading: Promise<void> | undefined;
const ready = () => (loading ??= load().then((first) => { begun = first; }).catch((error) => {
  loading = undefined;
  throw error;
}));

export async function read(): Promise<Tide[]> {
  await ready();
  return JSON.parse(await documents.get(FILE, 'utf8'));
}

export async function add(tide: Tide): Promise<void> {
  await ready();
  await documents.put(FILE, JSON.stringify([...(await read()), tide]));
}

export const atFirst = async (port: string): Promise<Tide | undefined> => { await ready(); return begun.find((tide) => tide.port === port); };
