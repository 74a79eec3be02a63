import * as documents from './storage/documents.js';

const load = async () => JSON.parse(await documents.get('data/weather.json', 'utf8'));

export async function save(weather) {
  await documents.put('data/weather.json', JSON.stringify(weather));
}

export async function summary(unit) {
  const wind = (await load()).wind;
  const calm = !(await load()).wind || (await load()).wind < 2;
  const text = `${(await load()).wind} ${unit ?? (await load()).unit}`;
  const copy = { ...(await load()), calm };
  const list = [await load(), (await load())];
  const kind = (await load()).storm ? (await load()).storm.name : (await load())['fallback'] ?? 'none';
  const type = typeof (await load());
  (await load()).tags?.forEach((tag) => list.push(tag));
  if ((await load()).wind > 8 && !calm) return wind + (await load()).wind;
  return [text, copy, list, kind, type].map(String).concat((await load()).tags);
}
