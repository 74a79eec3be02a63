/** Decides what one family of accesses is for, from the path, from who touches it, from what the code calls it, and from the host's volumes. Without evidence it says unknown. */
import type { HostFact } from '../core/program.js';
import type { Persistence } from '../core/vocabulary.js';
import { inWorkingFolders } from '../core/working-folders.js';
import { type Family, accesses, hasHole, isMade, isMadeOnce, isRead, isReadElsewhere, isWritten, makersOf, parentFolder, removedByItsMaker, writes } from './families.js';
import type { PathText } from './path-text.js';
import { says } from './words.js';

export interface Purpose {
  persistence: Persistence;
  reasons: string[];
}

/** What the project itself shows: does a path name a file or folder that ships with it? */
export interface Surroundings {
  ships: (path: string) => boolean;
  host: readonly HostFact[];
}

export const NAMES = {
  temp: /(?:^|\/)\.?(?:tmp|temp)(?:\/|$)|(?:^|\/)(?:tmp|temp)[-_.]/i,
  cache: /cache/i,
  log: /\.log(?:\.|\*|$)|(?:^|\/)logs?(?:\/|$)/i,
  lock: /\.(?:lock|pid|lck)$|(?:^|\/)(?:lockfile|pidfile)/i,
  socket: /\.sock(?:et)?$|^\/(?:var\/)?run(?:\/|$)|(?:^|\/)run(?:\/[^/.]*)?$/i,
  secret: /\.(?:pem|key|crt|cer|p12|pfx|jks|pub)$|id_rsa|(?:^|\/)secrets?(?:\/|$)|credentials?(?:\.|\/|$)|service-?account|(?:^|\/)\.ssh(?:\/|$)/i,
  upload: /upload|avatar|attachment|user-?files|(?:^|\/)blobs?(?:\/|$)|(?:^|\/)media(?:\/|$)/i,
  config: /(?:^|\/)(?:config|conf|etc|settings)(?:\/|\.|$)|\.(?:ya?ml|toml|ini|conf|properties)$|[\w-]*(?:config|rc)\.json$|(?:^|\/)\.[\w-]+rc$|(?:^|\/)\.env/i,
  artefact: /(?:^|\/)(?:dist|build|out|coverage|\.next|artifacts?)(?:\/|$)/i,
  data: /(?:^|\/)(?:data|db|databases?|storage|store|state|var|persist\w*|user-?data)(?:\/|$)|\.(?:json|db|sqlite3?|ndjson|jsonl|csv|dat|bin|blob)$/i,
};

const environmentNames = (path: PathText): string => [...path.environment.map((e) => e.name), ...path.roots.filter((root) => root.startsWith('setting ')).map((root) => root.slice('setting '.length))].join(' ');

/** A volume whose mount covers the path, directly or through the value the host gives to its environment variable. */
function volumeOf(path: PathText, host: readonly HostFact[]): HostFact | undefined {
  const valueOf = (name: string): string | undefined => host.find((fact) => fact.kind === 'env' && fact.name === name)?.value;
  const named = [path.text, ...path.environment.flatMap((e) => [valueOf(e.name) ?? '', e.fallback ?? '']).filter(Boolean)];
  const candidates = named.flatMap((text) => [text, ...inWorkingFolders(text, host)]);
  return host.find((fact) => fact.kind === 'volume' && candidates.some((c) => c === fact.value || c.startsWith(`${fact.value.replace(/\/$/, '')}/`) || c.startsWith(`<env`) === false && `/${c}`.startsWith(`${fact.value}/`)));
}

/** Beside the place that a setting names, or in a folder below it that only run time knows: more than the setting itself. */
const isElsewhere = (path: PathText): boolean => path.roots.some((root) => root.startsWith('setting ')) && /\/\.\.(?:\/|$)|\/\*\//.test(path.text);

/** `tempDirectory`, `TMP_DIR`, `tmpUploads`; not `templates`, nor `TEMPERATURES`. */
const TEMPORARY_SETTING = /\b(?:[Tt]e?mp(?:_|[A-Z]|dir|path|folder|$)|TE?MP(?:_|DIR|PATH|FOLDER|$))/;

const isTemporary = (path: PathText): boolean => says(path.said, 'temp') || path.roots.includes('tmp') || TEMPORARY_SETTING.test(environmentNames(path)) || path.environment.some((e) => e.fallback?.startsWith('<tmp>'));

/** A copy of what is kept elsewhere: its folder is taken away and filled again whenever the program starts, and may as well be a temporary one. */
function isMadeAnew(family: Family): boolean {
  const makers = makersOf(family);
  return makers.length > 0 && makers.every((d) => d.madeAnew && d.paths.some(isTemporary));
}

/** `data/temp_sensors.json`, `data/temp-*.json`: the name of the file begins like that of a draft, and other runs read it. */
const isOnlyCalledTemporary = (family: Family): boolean => !NAMES.temp.test(family.path.text.replace(/[^/]*$/, '')) && isRead(family) && isReadElsewhere(family);

/** The whole path is called so: `options.pidfile`, `PID_PATH`. */
const namesLock = (path: PathText): boolean => path.whole && says(`${path.said} ${environmentNames(path)}`, 'lock');

/** What the code calls the place, where the place itself is not known: `options.output`. */
function bySaying(path: PathText): Purpose | null {
  const kind = (['cache', 'log', 'artefact'] as const).find((word) => says(path.said, word));
  return kind ? { persistence: kind, reasons: [`the code calls its place ${path.said}`] } : null;
}

function byName(family: Family): Purpose | null {
  const { path } = family;
  const text = `${path.text} ${environmentNames(path)}`;
  const name = path.text;
  if (NAMES.socket.test(name) || (path.whole && says(path.said, 'socket'))) return { persistence: 'temp', reasons: ['a socket, or a folder for sockets: it is made again at each start'] };
  if (NAMES.lock.test(name) || namesLock(path)) return { persistence: 'lock', reasons: ['its name is that of a lock, pid or socket file'] };
  if (isTemporary(path)) return { persistence: 'temp', reasons: ['it lies under the temporary folder'] };
  if (NAMES.temp.test(name) && isWritten(family) && !isOnlyCalledTemporary(family)) return { persistence: 'temp', reasons: ['its folder is named as temporary'] };
  if (isWritten(family) && removedByItsMaker(family) && hasHole(path)) return { persistence: 'temp', reasons: ['what is made there is taken away again in the same run'] };
  if (isWritten(family) && isMadeAnew(family)) return { persistence: 'temp', reasons: ['its folder is made anew whenever the program starts'] };
  if (NAMES.log.test(name) || /\bLOG/.test(environmentNames(path))) return isWritten(family) ? { persistence: 'log', reasons: ['it is written and named as a log'] } : null;
  if (NAMES.cache.test(text) && isWritten(family)) return { persistence: 'cache', reasons: ['its name says cache'] };
  return isWritten(family) ? bySaying(path) : null;
}

/** The whole path is called so: `config.https.key`. */
const namesSecret = ({ path }: Family): boolean => path.whole && says(path.said, 'secret');

/** `data`, `/data`, `./storage`: asked for or made, nothing of it read here. */
const isDataFolder = ({ path, drafts }: Family): boolean =>
  /^(?:\/|\.\/)?(?:data|storage|db|database|persist)$/.test(path.text) && drafts.every((d) => /^(?:probe|create|list|watch)$/.test(d.site.storage?.access ?? ''));

function whenRead(family: Family, around: Surroundings): Purpose {
  const { path } = family;
  const name = path.text;
  if (family.drafts.some(writes)) return { persistence: 'asset', reasons: ['the running program only reads it; builds, scripts or tests write it'] };
  if (NAMES.upload.test(`${name} ${environmentNames(path)}`) && !around.ships(name)) return { persistence: 'upload', reasons: ['its name says that users put it there'] };
  if (namesSecret(family)) return { persistence: 'secret', reasons: [`the code calls it ${family.path.said}, and only reads it`] };
  if (NAMES.secret.test(name) || /(?:SSL|TLS|_KEY|CERT|SECRET|CREDENTIAL)/.test(environmentNames(path))) return { persistence: 'secret', reasons: ['it is named as key, certificate or secret, and only read'] };
  if (accesses(family).has('create') && family.drafts.some((d) => d.site.reach === 'production')) return whenWritten(family, around);
  if (path.roots.includes('package')) return { persistence: 'asset', reasons: ['it belongs to an installed package'] };
  const known = path.roots.some((root) => root === 'module' || root === 'cwd');
  if (/\.log(?:\.|\*|$)/i.test(name) && !around.ships(name)) return { persistence: 'log', reasons: ['it is named as a log; a package or another program writes it'] };
  if (NAMES.config.test(name) && !/package\.json$/.test(name)) return { persistence: 'config', reasons: ['it is only read, and named as configuration'] };
  if (known && around.ships(name)) return { persistence: 'asset', reasons: ['it ships with the code and is only read'] };
  if (isDataFolder(family) && !around.ships(name)) return { persistence: 'durable', reasons: ['a folder that is named for stored data'] };
  if ((path.environment.length > 0 || path.roots.some((root) => root.startsWith('setting '))) && (path.text.startsWith('<') || !path.roots.includes('unknown')) && !isElsewhere(path)) return { persistence: 'config', reasons: [`its place comes from the environment (${environmentNames(path)}), and it is only read`] };
  if (path.roots.includes('absolute') && !hasHole(path)) return { persistence: 'config', reasons: ['it lies outside of the application and is only read'] };
  if (path.roots.includes('home')) return { persistence: 'config', reasons: ['it lies in the home folder and is only read'] };
  if (path.roots.includes('module')) return { persistence: 'asset', reasons: ['its place is beside the code, and nothing writes it'] };
  if (known && !/^\*/.test(name) && !path.roots.includes('argument')) return { persistence: 'asset', reasons: ['a relative path that nothing writes'] };
  if (path.whole && says(path.said, 'config')) return { persistence: 'config', reasons: [`the code calls it ${path.said}, and only reads it`] };
  return { persistence: 'unknown', reasons: ['where the path comes from is not known'] };
}

function whenWritten(family: Family, around: Surroundings): Purpose {
  const { path } = family;
  const volume = volumeOf(path, around.host);
  const production = family.drafts.some((d) => d.site.reach === 'production');
  if (!production && family.drafts.some((d) => d.site.reach === 'build' || d.site.reach === 'script')) return { persistence: 'artefact', reasons: ['only builds and scripts write it'] };
  if (NAMES.upload.test(`${path.text} ${environmentNames(path)}`)) return { persistence: 'upload', reasons: ['its name says that users put it there', ...(volume ? [`on a volume (${volume.value})`] : [])] };
  if (volume) return { persistence: 'durable', reasons: [`it lies on a volume that the host mounts at ${volume.value}`] };
  const rooted = path.roots.some((root) => root === 'module' || root === 'cwd' || root === 'absolute' || root === 'home' || root.startsWith('env') || root.startsWith('setting')) && !/^\*/.test(path.text);
  const onlyAppended = accesses(family).has('append') && !accesses(family).has('write') && !isRead(family);
  if (onlyAppended) return { persistence: 'log', reasons: ['it is only appended to'] };
  if (fromItsPackage(family, around)) return { persistence: 'artefact', reasons: ['it is made again from a file that ships beside it'] };
  if ((rooted || (isMade(family) && isReadElsewhere(family))) && isRead(family)) return { persistence: 'durable', reasons: ['it is written and read again', ...(NAMES.data.test(path.text) ? ['its name is that of stored data'] : [])] };
  if (rooted && isMadeOnce(family)) return { persistence: 'durable', reasons: ['the program asks whether it is there before it makes it'] };
  if (NAMES.artefact.test(path.text)) return { persistence: 'artefact', reasons: ['it is written into a build folder'] };
  if (rooted && NAMES.data.test(path.text)) return { persistence: 'durable', reasons: ['it is written outside of temporary folders and named as stored data'] };
  if (rooted && isMade(family) && /DATA|STOR(?:E|AGE)|DIR|PATH|DB|FILE|USER|PERSIST|ROOT|FOLDER|HOME/i.test(environmentNames(path).replace(/^(?:path|file|root|dir)$/i, ''))) return { persistence: 'durable', reasons: [`it is written where the environment says (${environmentNames(path)})`] };
  if (NAMES.data.test(path.text) && !path.roots.includes('request') && path.text !== '*') return { persistence: 'durable', reasons: ['it is named as stored data; where it lies is not known'] };
  if (isMade(family) && says(path.said, 'data')) return { persistence: 'durable', reasons: [`the code calls its place ${path.said}`] };
  return { persistence: 'unknown', reasons: [rooted ? 'it is written, but nothing in the program reads it' : 'it is written, but where to is not known'] };
}

/** A file of the package that is renamed or copied to a place beside it when the program starts. */
function fromItsPackage({ text, drafts }: Family, around: Surroundings): boolean {
  const makers = drafts.filter((d) => writes(d) && d.paths.some((path) => path.text === text));
  return makers.length > 0 && makers.every((d) => d.otherPaths.length > 0 && d.otherPaths.every((path) => path.roots.includes('module') && around.ships(path.text) && parentFolder(path.text) === parentFolder(text)));
}

function databaseFile(family: Family): Purpose | null {
  const database = family.drafts.find((d) => d.api?.area === 'sqlite' || (d.api?.area === 'database' && d.paths.length > 0 && d.api.access === 'open'));
  if (!database) return null;
  const { path } = family;
  if (/:memory:/.test(path.text)) return { persistence: 'temp', reasons: ['an in-memory database'] };
  if (isTemporary(path)) return { persistence: 'temp', reasons: ['a database under the temporary folder'] };
  const readOnly = database.paths.some(({ text }) => /[?&]mode=ro\b/.test(text)) || database.site.args.some((arg) => arg.properties?.readonly === true || arg.properties?.readOnly === true);
  const replaced = family.drafts.some((d) => d.api?.area !== 'sqlite' && d.api?.area !== 'database' && writes(d));
  return readOnly && !replaced ? { persistence: 'asset', reasons: ['a database that is opened read-only'] } : { persistence: 'durable', reasons: ['a database file'] };
}

/** A lock that is taken on a file by its name is another file: what else is read or written under the name is no lock. */
const isLockedOn = ({ drafts }: Family): boolean => drafts.some((d) => d.api?.persistence === undefined && /^(?:read|write|append)$/.test(d.site.storage?.access ?? ''));

/** What a package that touches it says it is for. */
function declaredFor(family: Family): Persistence | undefined {
  const declared = family.drafts.find((d) => d.api?.persistence !== undefined)?.api?.persistence;
  return declared === 'lock' && isLockedOn(family) ? undefined : declared;
}

/** Purpose of a family of accesses, with the evidence. */
export function purposeOf(family: Family, around: Surroundings): Purpose {
  const declared = declaredFor(family);
  const database = databaseFile(family);
  if (database) return database;
  const named = byName(family);
  if (named) return named;
  if (declared && family.path.roots.every((root) => root !== 'tmp')) return { persistence: declared, reasons: ['the package that touches it says so'] };
  return isWritten(family) ? whenWritten(family, around) : whenRead(family, around);
}

