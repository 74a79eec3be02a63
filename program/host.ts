/** Reads the host's own files: volumes, environment, limits, scaling, secrets, commands. Data only, nothing is run; a file that cannot be understood says nothing. */
import { parseAllDocuments } from 'yaml';
import { compose } from './hosts/compose.js';
import { dockerfile } from './hosts/dockerfile.js';
import { isKubernetes, kubernetes } from './hosts/kubernetes.js';
import { appJson, fly, herokuYaml, isRender, procfile, render } from './hosts/platforms.js';
import { isPm2, pm2 } from './hosts/pm2.js';
import { joined, NOTHING, tree, type HostReading, type Tree } from './hosts/reading.js';
import { terraform } from './hosts/terraform.js';

export type { HostReading, StartCommand } from './hosts/reading.js';

function yamlDocument(file: string, text: string, document: Tree): HostReading {
  if (isKubernetes(document)) return kubernetes(file, text, document);
  if (isRender(document)) return render(file, text, document);
  if (/(?:^|\/)heroku\.ya?ml$/.test(file)) return herokuYaml(file, text, document);
  return document.services === undefined || Array.isArray(document.services) ? NOTHING : compose(file, text, document);
}

const yamlFile = (file: string, text: string): HostReading =>
  joined(parseAllDocuments(text).map((parsed) => yamlDocument(file, text, tree('toJS' in parsed ? parsed.toJS() : null))));

const LONGEST = 200_000;
const YAML_OF_A_HOST = /^(?:services|apiVersion|kind|build|run):/m;

/** How each kind of file is read, by its name. */
const READERS: [name: RegExp, read: (file: string, text: string) => HostReading][] = [
  [/(?:^|\/)(?:(?:Dockerfile|Containerfile)(?:\.(?!md$|txt$|js$|ts$)[\w-]+)?|[\w.-]+\.dockerfile)$/i, dockerfile],
  [/(?:^|\/)Procfile$/i, procfile],
  [/(?:^|\/)fly(?:\.[\w-]+)?\.toml$/, fly],
  [/(?:^|\/)app\.json$/, appJson],
  [/\.tf$/, terraform],
];

const isDeep = (file: string): boolean => file.split('/').length > 3;
const isElsewhere = (file: string): boolean => /(?:^|\/)(?:\.github|\.circleci|pnpm-lock|node_modules|fixtures?|__tests__)/.test(file);

/** Is this one of the files that say how the program is hosted? */
export const isHostFile = (file: string): boolean =>
  isPm2(file) || READERS.some(([name]) => name.test(file)) || (/\.ya?ml$/.test(file) && !isDeep(file) && !isElsewhere(file));

/** Facts of one host file. */
export function readHostFile(file: string, text: string): HostReading {
  if (text.length > LONGEST) return NOTHING;
  try {
    if (isPm2(file)) return pm2(file, text);
    const reader = READERS.find(([name]) => name.test(file));
    if (reader) return reader[1](file, text);
    return YAML_OF_A_HOST.test(text) ? yamlFile(file, text) : NOTHING;
  } catch {
    return NOTHING; // Not of a kind that is read here: no fact is better than a wrong one.
  }
}
