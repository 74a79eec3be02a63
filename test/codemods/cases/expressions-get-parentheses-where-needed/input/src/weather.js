import fs from 'node:fs';

const load = () => JSON.parse(fs.readFileSync('data/weather.json', 'utf8'));

export function save(weather) {
  fs.writeFileSync('data/weather.json', JSON.stringify(weather));
}

export function summary(unit) {
  const wind = load().wind;
  const calm = !load().wind || load().wind < 2;
  const text = `${load().wind} ${unit ?? load().unit}`;
  const copy = { ...load(), calm };
  const list = [load(), (load())];
  const kind = load().storm ? load().storm.name : load()['fallback'] ?? 'none';
  const type = typeof load();
  load().tags?.forEach((tag) => list.push(tag));
  if (load().wind > 8 && !calm) return wind + load().wind;
  return [text, copy, list, kind, type].map(String).concat(load().tags);
}
