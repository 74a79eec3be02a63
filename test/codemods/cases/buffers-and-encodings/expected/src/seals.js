import * as documents from './storage/documents.js';

export async function keep(name, bytes) {
  await documents.put(`seals/${name}.json`, bytes);
  await documents.put(`seals/${name}-text.json`, bytes.toString('base64'), 'base64');
}

export async function show(name) {
  const raw = await documents.get(`seals/${name}.json`);
  return [
    raw.length,
    await documents.get(`seals/${name}.json`, 'latin1'),
    await documents.get(`seals/${name}.json`, { encoding: 'hex' }),
    (await documents.get(`seals/${name}.json`, null)).equals(await documents.get(`seals/${name}-text.json`)),
    await documents.get(`seals/${name}.json`, 'utf8'),
  ];
}
