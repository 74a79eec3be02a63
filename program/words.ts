/** Words in the names that code gives to places: a hint at what lies there, weaker than the place itself. */

/** `https.keyFile`, `SSL_CERT`, `tmpDir` → lower-case words. */
export const wordsOf = (name: string): string[] =>
  name.replace(/([a-z\d])([A-Z])/g, '$1 $2').replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2').toLowerCase().split(/[^a-z\d]+/).filter(Boolean);

const VOCABULARY = {
  secret: ['key', 'keys', 'cert', 'certs', 'certificate', 'certificates', 'ca', 'pem', 'pfx', 'p12', 'crt', 'secret', 'secrets', 'credential', 'credentials', 'ssl', 'tls'],
  config: ['config', 'configuration', 'conf', 'settings', 'preferences', 'rc'],
  temp: ['tmp', 'temp', 'temporary', 'scratch'],
  cache: ['cache', 'cached', 'caches'],
  log: ['log', 'logs', 'logfile', 'logdir'],
  upload: ['upload', 'uploads', 'avatar', 'avatars', 'attachment', 'attachments'],
  artefact: ['output', 'outputs', 'outdir', 'outfile', 'dist', 'build'],
  socket: ['socket', 'sock'],
  lock: ['pid', 'pids', 'pidfile', 'pidpath', 'piddir', 'lockfile'],
  data: ['data', 'storage', 'store', 'db', 'database', 'persist', 'home', 'media', 'userdata', 'datadir', 'dbpath'],
} as const satisfies Record<string, readonly string[]>;

export type WordKind = keyof typeof VOCABULARY;

/** One of the words of `name` is of that kind. */
export const says = (name: string, kind: WordKind): boolean => {
  const list: readonly string[] = VOCABULARY[kind];
  return wordsOf(name).some((word) => list.includes(word));
};
