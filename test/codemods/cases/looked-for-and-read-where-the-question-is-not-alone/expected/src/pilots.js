import * as documents from './storage/documents.js';

const FILE = 'data/pilots.json';

export async function save(pilots) {
  await documents.put(FILE, JSON.stringify(pilots));
}

export async function kept() {
  const there = await documents.has(FILE);
  if (there) return JSON.parse(await documents.get(FILE, 'utf8'));
  return there;
}

export async function joined(wanted) {
  if (wanted && (await documents.has(FILE))) return JSON.parse(await documents.get(FILE, 'utf8'));
  return [];
}

export async function narrowed(wanted) {
  if ((await documents.has(FILE)) && wanted) return JSON.parse(await documents.get(FILE, 'utf8'));
  return [];
}

export async function afterAnother(name) {
  if (name === '') return [];
  else if (await documents.has(FILE)) return JSON.parse(await documents.get(FILE, 'utf8'));
  return null;
}

export async function inACase(name) {
  switch (name) {
    case 'all':
      if (await documents.has(FILE)) return JSON.parse(await documents.get(FILE, 'utf8'));
      return [];
    default:
      return null;
  }
}

export async function bare(wanted) {
  if (wanted) if (await documents.has(FILE)) return JSON.parse(await documents.get(FILE, 'utf8'));
  return [];
}

export async function ended() {
  if (!(await documents.has(FILE))) process.exit(1);
  return JSON.parse(await documents.get(FILE, 'utf8'));
}

export const inAnExpression = async () => ((await documents.has(FILE)) ? JSON.parse(await documents.get(FILE, 'utf8')) : []);

export async function reversed() {
  if (await documents.has(FILE)) return 'there';
  return documents.get(FILE, 'utf8');
}

export async function either(wanted) {
  return (await documents.has(FILE)) || wanted ? await documents.get(FILE, 'utf8') : '';
}

export async function counted(count) {
  return [count(), (await documents.has(FILE)) ? JSON.parse(await documents.get(FILE, 'utf8')) : []];
}
