import path from 'node:path';
import * as json from './json.js';
import { DATA } from './paths.js';

const visitFile = (id) => path.join(DATA, 'visits', `${id}.json`);

export function visit(id) {
  return json.readJson(visitFile(id), null);
}

export function enter(id) {
  json.writeJson(visitFile(id), { id, entered: true });
}
