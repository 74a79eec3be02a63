/** Reads the rule files that the build has compiled to JSON; says nothing when they are missing or older than their YAML. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { homePath } from '../core/home.js';

/** Contents of `dist/rules/<name>.json`, or null when `rules/<name>.yaml` must be read instead. */
export function compiled<T>(name: string): T | null {
  const json = homePath('dist', 'rules', `${name}.json`);
  const yaml = homePath('rules', `${name}.yaml`);
  if (!existsSync(json)) return null;
  if (existsSync(yaml) && statSync(yaml).mtimeMs > statSync(json).mtimeMs) return null;
  return JSON.parse(readFileSync(json, 'utf8')) as T;
}
