/** Calls that say by their constant text what they are, whoever the callee is: a program's name with arguments, a statement that only SQLite knows. */
import { rememberedBy } from './call-index.js';
import type { LinkedCall } from './edges.js';
import { plainText } from './path-text.js';
import { textsOf } from './text.js';
import { evaluate } from './values.js';
import type { World } from './world.js';

/** Programs that servers start. A word that is also a common first argument of other APIs is not in the list. */
const PROGRAMS = new Set([
  'git', 'ffmpeg', 'ffprobe', 'imagemagick', 'magick', 'convert', 'python', 'python3', 'pip', 'sh', 'bash', 'zsh', 'docker', 'docker-compose', 'kubectl', 'ssh', 'ssh-keygen', 'scp', 'rsync', 'curl', 'wget', 'tar', 'unzip',
  'gs', 'ghostscript', 'pdftotext', 'pdftoppm', 'wkhtmltopdf', 'chromium', 'google-chrome', 'npm', 'npm.cmd', 'npx', 'yarn', 'pnpm', 'java', 'soffice', 'libreoffice', 'exiftool', 'sqlite3', 'pg_dump', 'pg_restore', 'psql', 'mysqldump', 'mongodump',
  'openssl', 'systemctl', 'cloudflared', 'tailscale', 'ping', 'traceroute', 'nmap', 'yt-dlp', 'youtube-dl', 'tesseract', 'pandoc', 'dot', 'xdg-open', 'powershell', 'powershell.exe', 'cmd.exe',
]);

const SQLITE_ONLY = /^\s*(?:PRAGMA|VACUUM|ATTACH|DETACH)\b|\bsqlite_(?:version|master|schema|sequence)\b/i;
const RUNS_STATEMENTS = new Set(['exec', 'run', 'query', 'raw', 'get', 'all', 'each', 'prepare', 'execute', 'getAll', 'getRow', 'getCell', 'getCol', 'unsafe', '$queryRaw', '$executeRaw', '$queryRawUnsafe', '$executeRawUnsafe']);
const isExternal = rememberedBy((origin) => !/^(?:global|node:|Array|String|RegExp|console)\b/.test(origin));

const constantText = (world: World, call: LinkedCall, index: number): string | null => {
  const expr = call.fact.args[index];
  if (expr === undefined) return null;
  const parts = textsOf(world, call.file, expr)[0] ?? [];
  return parts.length > 0 && typeof parts[0] === 'string' ? plainText(parts).text : null;
};

/**
 * Synthetic origin of such a call: `command.run` (the program is argument 0) or `sqlite.statement`; null for all others.
 * Calls of local functions are followed instead.
 */
export function recognised(world: World, call: LinkedCall): string | null {
  if (call.targets.length > 0 || call.fact.args.length === 0) return null;
  const runs = RUNS_STATEMENTS.has(call.method);
  const second = call.fact.args[1];
  if (!runs && second === undefined) return null;
  const external = call.origins.some(isExternal);
  if (!external && !(runs && call.values.every((value) => value.v === 'expr' || value.v === 'parameter'))) return null;
  if (runs) {
    const statement = constantText(world, call, 0);
    if (statement !== null && SQLITE_ONLY.test(statement)) return 'sqlite.statement';
  }
  if (!external || second === undefined || !evaluate(world, call.file, second).some((value) => value.v === 'array' || value.v === 'parameter')) return null;
  const program = constantText(world, call, 0);
  return program !== null && PROGRAMS.has(program) ? 'command.run' : null;
}
