import fs from 'node:fs';

const load = (name) => JSON.parse(fs.readFileSync(`data/${name}.json`, 'utf8'));
export const save = (name, value) => fs.writeFileSync(`data/${name}.json`, JSON.stringify(value));

import defaults from './defaults.json' with { type: 'json' };

export const merged = (name) => ({ ...defaults, ...load(name) });
