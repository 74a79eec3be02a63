/** Version ranges in the place of those that packages of packages ask for, as the package manager of the project takes them. What stands there stays. */
import path from 'node:path';
import { readJson, setJson } from '../shared/json-text.js';

type Read = (file: string) => string | null;

interface Manifest {
  overrides?: Record<string, unknown>;
  resolutions?: Record<string, unknown>;
  pnpm?: { overrides?: Record<string, unknown> };
}

/** yarn knows no range on the left side: the packages that ask for it are named by the path. */
const YARN: Readonly<Record<string, readonly string[]>> = { 'iconv-lite@0.4': ['body-parser/iconv-lite', 'raw-body/iconv-lite'] };

export function overriddenManifest(read: Read, folder: string, overrides: Readonly<Record<string, string>>): [file: string, text: string][] {
  const file = path.posix.join(folder, 'package.json');
  const before = read(file) ?? '{}\n';
  const manifest = (readJson(before) as Manifest | null) ?? {};
  const has = (name: string): boolean => read(path.posix.join(folder, name)) !== null;
  const entries = Object.entries(overrides);
  const [at, known, wanted] = has('pnpm-lock.yaml')
    ? [['pnpm', 'overrides'], manifest.pnpm?.overrides, entries] as const
    : has('yarn.lock')
      ? [['resolutions'], manifest.resolutions, entries.flatMap(([name, range]) => (YARN[name] ?? [name]).map((one): [string, string] => [one, range]))] as const
      : [['overrides'], manifest.overrides, entries] as const;
  const missing = wanted.filter(([name]) => known?.[name] === undefined && known?.[name.replace(/@[^@]*$/, '')] === undefined);
  const after = missing.reduce((text, [name, range]) => setJson(text, [...at, name], range), before);
  return after === before ? [] : [[file, after]];
}
