import fs from 'node:fs';

export function keep(name, bytes) {
  fs.writeFileSync(`seals/${name}.json`, bytes);
  fs.writeFileSync(`seals/${name}-text.json`, bytes.toString('base64'), 'base64');
}

export function show(name) {
  const raw = fs.readFileSync(`seals/${name}.json`);
  return [
    raw.length,
    fs.readFileSync(`seals/${name}.json`, 'latin1'),
    fs.readFileSync(`seals/${name}.json`, { encoding: 'hex' }),
    fs.readFileSync(`seals/${name}.json`, null).equals(fs.readFileSync(`seals/${name}-text.json`)),
    fs.readFileSync(`seals/${name}.json`, 'utf8'),
  ];
}
