/** Creates or extends the wrangler configuration with a binding. Comments and everything else in it stay; what is there already is left alone. */
import { parse as parseToml } from 'smol-toml';
import type { Store } from '../../core/stores.js';
import { readJson, setJson } from '../shared/json-text.js';

export interface WranglerNeeds {
  name: string;
  kind: Store['kind'];
  /** Its entry, and the comment above it. */
  binding: { comment: string; entry: Record<string, string> };
  compatibilityDate: string;
  /** Substitutions, such as `__dirname` for code that asks where it stands. */
  define: Record<string, string>;
}

export interface ConfigurationFile {
  file: string;
  before: string | null;
  after: string;
}

export const CONFIGURATION_FILES = ['wrangler.jsonc', 'wrangler.json', 'wrangler.toml'];

/** Stands where `main` will, as long as there is no entry that it could name. */
export const MAIN_TO_COME = '// "main" names the Workers entry, which is still to be written.';

/** `nodejs_compat` is on by default from this compatibility date. */
const COMPAT_BY_DEFAULT = '2026-08-04';

/** The configuration as it has to be; `folder` is where package.json stands. */
export function wranglerFile(read: (file: string) => string | null, folder: string, needs: WranglerNeeds): ConfigurationFile {
  for (const name of CONFIGURATION_FILES) {
    const file = folder === '' ? name : `${folder}/${name}`;
    const before = read(file);
    if (before !== null) return { file, before, after: name.endsWith('.toml') ? extendToml(before, needs) : extendJson(before, needs) };
  }
  const file = folder === '' ? 'wrangler.jsonc' : `${folder}/wrangler.jsonc`;
  return { file, before: null, after: freshConfiguration(needs) };
}

/** A worker's name: lower case letters, digits and dashes. */
export const workerName = (name: string): string => name.replace(/^@[^/]*\//, '').toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '').slice(0, 63) || 'app';

function freshConfiguration(needs: WranglerNeeds): string {
  const flags = needs.compatibilityDate < COMPAT_BY_DEFAULT ? '  "compatibility_flags": ["nodejs_compat"],\n' : '';
  const define = Object.keys(needs.define).length > 0 ? `  "define": ${JSON.stringify(needs.define)},\n` : '';
  const entry = Object.entries(needs.binding.entry).map(([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)}`).join(', ');
  return `{
  "$schema": "node_modules/wrangler/config-schema.json",
  "name": ${JSON.stringify(workerName(needs.name))},
  ${MAIN_TO_COME}
  "compatibility_date": ${JSON.stringify(needs.compatibilityDate)},
${flags}${define}  "${needs.kind}": [
    // ${needs.binding.comment}
    { ${entry} }
  ]
}
`;
}

interface Configuration extends Partial<Record<Store['kind'], { binding?: string }[]>> {
  define?: Record<string, string>;
  compatibility_date?: string;
  compatibility_flags?: string[];
}

const isBound = (config: Configuration, needs: WranglerNeeds): boolean => config[needs.kind]?.some((one) => one.binding === needs.binding.entry.binding) === true;

function extendJson(before: string, needs: WranglerNeeds): string {
  const config = (readJson(before) ?? {}) as Configuration;
  let text = isBound(config, needs) ? before : setJson(before, [needs.kind], needs.binding.entry, true);
  for (const [name, value] of Object.entries(needs.define)) if (config.define?.[name] === undefined) text = setJson(text, ['define', name], value);
  const old = (config.compatibility_date ?? needs.compatibilityDate) < COMPAT_BY_DEFAULT;
  const flags = config.compatibility_flags;
  if (old && !flags?.some((flag) => flag.startsWith('nodejs_compat'))) text = setJson(text, ['compatibility_flags'], 'nodejs_compat', true);
  return text;
}

/** TOML is only added to, at its end: no editor tried keeps its comments. */
function extendToml(before: string, needs: WranglerNeeds): string {
  const config = parseToml(before.replace(/^\uFEFF/, '')) as Configuration;
  if (isBound(config, needs)) return before;
  const eol = before.includes('\r\n') ? '\r\n' : '\n';
  const lines = [
    `# ${needs.binding.comment}`,
    `[[${needs.kind}]]`,
    ...Object.entries(needs.binding.entry).map(([key, value]) => `${key} = ${JSON.stringify(value)}`),
    ...(Object.keys(needs.define).length > 0 && !config.define ? ['', '[define]', ...Object.entries(needs.define).map(([name, value]) => `${JSON.stringify(name)} = ${JSON.stringify(value)}`)] : []),
  ];
  const gap = before === '' || before.endsWith('\n') ? eol : eol + eol;
  const after = before + gap + lines.join(eol) + eol;
  parseToml(after.replace(/^\uFEFF/, '')); // Throws, as a bug of ours, when the addition made it unreadable.
  return after;
}
