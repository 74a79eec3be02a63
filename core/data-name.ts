/** The name that a person reads for a path with placeholders: `<env DATA_DIR|data>/jobs/*` is `data/jobs/* (DATA_DIR)`. It loses detail; ids keep the pattern. */

interface Readable {
  path: string;
  /** Variables that may name another place. */
  variables: string[];
}

/** End of the placeholder that begins at `start`; placeholders may stand in each other. */
function endOf(text: string, start: number): number {
  let depth = 0;
  for (let i = start; i < text.length; i++) {
    if (text[i] === '<') depth++;
    if (text[i] === '>' && --depth === 0) return i;
  }
  return -1;
}

function placeholder(inner: string): Readable {
  const env = /^env ([^|]+)(?:\|([\s\S]*))?$/.exec(inner);
  if (env) return env[2] === undefined ? { path: `$${env[1] ?? ''}`, variables: [] } : { path: readable(env[2]).path, variables: [env[1] ?? ''] };
  if (inner === 'tmp') return { path: '/tmp', variables: [] };
  if (inner === 'home') return { path: '~', variables: [] };
  if (/^argument \d+$/.test(inner)) return { path: '…', variables: [] };
  return { path: /^files of /.test(inner) ? inner : `{${inner}}`, variables: [] };
}

function readable(text: string): Readable {
  const start = text.indexOf('<');
  const end = start === -1 ? -1 : endOf(text, start);
  if (end === -1) return { path: text, variables: [] };
  const here = placeholder(text.slice(start + 1, end));
  const rest = readable(text.slice(end + 1));
  return { path: text.slice(0, start) + here.path + rest.path, variables: [...here.variables, ...rest.variables] };
}

/** A path of which nothing is known says where it comes from instead. */
export function dataName(pattern: string): string {
  const { path, variables } = readable(pattern);
  if (!/[\p{L}\d]/u.test(path)) return path.includes('…') ? 'files whose path a caller gives' : 'files whose path is made at run time';
  const folder = path.replace(/\/\*\*$/, '/');
  return variables.length > 0 ? `${folder} (${[...new Set(variables)].join(', ')})` : folder;
}
