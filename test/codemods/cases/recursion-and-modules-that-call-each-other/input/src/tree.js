import fs from 'node:fs';
import { label } from './label.js';

export function load(id) {
  return JSON.parse(fs.readFileSync(`data/${id}.json`, 'utf8'));
}

export function save(id, node) {
  fs.writeFileSync(`data/${id}.json`, JSON.stringify(node));
}

export function depth(id) {
  const node = load(id);
  return node.child ? 1 + depth(node.child) : 1;
}

export const walk = (id) => [label(id), ...(load(id).child ? walk(load(id).child) : [])];
