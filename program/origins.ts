/** Canonical names of APIs (docs/origins.md): one name for one thing, whatever the import form. */

/** Functions that fs-extra and graceful-fs hand through from node:fs. */
const FS_FUNCTIONS = new Set([
  'access', 'appendFile', 'chmod', 'chown', 'close', 'copyFile', 'cp', 'createReadStream', 'createWriteStream', 'exists', 'fchmod', 'fchown', 'fdatasync',
  'fstat', 'fsync', 'ftruncate', 'futimes', 'lchmod', 'lchown', 'link', 'lstat', 'lutimes', 'mkdir', 'mkdtemp', 'open', 'opendir', 'read', 'readFile', 'readdir', 'readlink', 'readv',
  'realpath', 'rename', 'rm', 'rmdir', 'stat', 'statfs', 'symlink', 'truncate', 'unlink', 'unwatchFile', 'utimes', 'watch', 'watchFile', 'write', 'writeFile', 'writev', 'constants', 'promises',
]);

const ALIASES: [RegExp, string][] = [
  [/^node:fs\/promises/, 'node:fs.promises'],
  [/^graceful-fs(?=[.(]|$)/, 'node:fs'],
  [/^fs-extra\/esm(?=[.(]|$)/, 'fs-extra'],
  [/^mz\/fs(?=[.(]|$)/, 'node:fs.promises'],
  [/^node:path\/(?:posix|win32)/, 'node:path'],
  [/^node:path\.(?:posix|win32)(?=[.(]|$)/, 'node:path'],
  [/^node:timers\.(?=set|clear)/, 'global.'],
  [/^global\.process(?=[.(]|$)/, 'node:process'],
  [/^global\.(?:global|globalThis)(?=[.(]|$)/, 'global'],
  [/^node:util\/types/, 'node:util.types'],
  [/^node:dns\/promises/, 'node:dns.promises'],
  [/^node:stream\/promises/, 'node:stream.promises'],
  [/^node:buffer\.(?=Buffer)/, 'global.'],
  [/(?<=^node:[^.]+\..*\(\)\.)(?:addListener|prependListener)(?=[.(]|$)/, 'on'],
];

function throughExtra(id: string): string {
  const match = /^fs-extra\.(\w+)(.*)$/s.exec(id);
  if (!match) return id;
  const [, name = '', rest = ''] = match;
  if (/Sync$|Async$/.test(name) && FS_FUNCTIONS.has(name.replace(/A?[Ss]ync$/, ''))) return `node:fs.${name}${rest}`;
  if (!FS_FUNCTIONS.has(name)) return id;
  return /^(?:createReadStream|createWriteStream|watch|watchFile|unwatchFile|constants|promises)$/.test(name) ? `node:fs.${name}${rest}` : `node:fs.promises.${name}${rest}`;
}

/** Names are few and asked for often: every spelling is looked at once. */
const known = new Map<string, string>();

/** The canonical form of `id`; '' when it has grown beyond what can mean anything. */
export function canonical(id: string): string {
  if (id.length > 160) return '';
  const before = known.get(id);
  if (before !== undefined) return before;
  const name = spelled(id);
  known.set(id, name);
  return name;
}

/** By what they are members of and their name: putting the two together costs more than the answer. */
const members = new Map<string, Map<string, string>>();

/** The canonical name of a member of what `id` names. */
export function canonicalMember(id: string, name: string): string {
  const own = members.get(id) ?? new Map<string, string>();
  const before = own.get(name);
  if (before !== undefined) return before;
  const member = canonical(name === 'default' ? id : `${id}.${name}`);
  members.set(id, own.set(name, member));
  return member;
}

function spelled(id: string): string {
  let name = id.includes('.default') ? id.replace(/\.default(?=[.(]|$)/g, '') : id;
  for (const [pattern, replacement] of ALIASES) name = name.replace(pattern, replacement);
  return name.startsWith('fs-extra.') ? throughExtra(name) : name;
}

/** Origin of a package's or builtin's export. */
export function exported(module: string, name: string): string {
  return canonical(name === '*' || name === 'default' ? module : `${module}.${name}`);
}

/** Types of what a framework hands to handlers: they are origins themselves. */
const HANDED = /\.(?:Request|Response|Reply|Context|IncomingMessage|ServerResponse|Socket)$/;
const TYPE_NAMES: Record<string, string> = { 'fastify.FastifyRequest': 'fastify.Request', 'fastify.FastifyReply': 'fastify.Reply', 'fastify.FastifyInstance': 'fastify()', 'express.Application': 'express()', 'express.Express': 'express()' };

/** Origin of an instance of the type `id`; `made`: what constructing it returns by apis.yaml. */
export function instanceOrigin(id: string, made: string | undefined): string {
  if (HANDED.test(id)) return id;
  return TYPE_NAMES[id] ?? canonical(made !== undefined && !/^(?:self|argument|instance)$/.test(made) ? made : `${id}()`);
}

const PROMISIFIES = /^(?:node:util\.promisify|util\.promisify|pify|es6-promisify(?:\.promisify)?|thenify)$/;
/** They give promises of their own, with methods that others do not have. */
const PROMISIFIES_FOR_ITSELF = /^(?:bluebird(?:\.Promise)?\.promisify|q\.(?:denodeify|nfbind))$/;

export const isPromisify = (id: string): boolean => PROMISIFIES.test(id) || PROMISIFIES_FOR_ITSELF.test(id);

/** What `promisify` makes of a callback API; what bluebird makes has the name that its `promisifyAll` gives. */
export function promisified(id: string, by: string): string {
  const match = /^node:fs\.(\w+)$/.exec(id);
  if (!match || match[1]?.endsWith('Sync')) return id;
  return PROMISIFIES_FOR_ITSELF.test(by) ? `${id}Async` : `node:fs.promises.${match[1]}`;
}
