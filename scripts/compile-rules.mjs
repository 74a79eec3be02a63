// Runs after tsc: checks the rule files and writes them as JSON beside the code, so that no scan parses YAML; and their JSON Schema for editors.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseApis } from '../dist/rules/apis.js';
import { parsePack } from '../dist/rules/load.js';
import { parseModels } from '../dist/rules/models.js';
import { rulesJsonSchema } from '../dist/rules/schema.js';

const file = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const write = (path, value, indent) => writeFileSync(file(path), `${JSON.stringify(value, null, indent)}\n`);

try {
  mkdirSync(file('dist/rules'), { recursive: true });
  write('dist/rules/apis.json', parseApis(readFileSync(file('rules/apis.yaml'), 'utf8'), 'rules/apis.yaml'));
  write('dist/rules/models.json', parseModels(readFileSync(file('rules/models.yaml'), 'utf8'), 'rules/models.yaml'));
  write('dist/rules/compat.json', parsePack(readFileSync(file('rules/compat.yaml'), 'utf8'), 'rules/compat.yaml'));
  write('rules/compat.schema.json', rulesJsonSchema(), 2);
} catch (error) {
  if (typeof error?.hint !== 'string') throw error;
  console.error(`${error.message}\n${error.hint}`);
  process.exitCode = 1;
}
