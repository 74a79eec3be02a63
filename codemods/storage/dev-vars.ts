/** `.dev.vars.example`: names of the variables that the program does not go without, with placeholders; what stands there stays. */
import type { NeededVariable } from '../../core/workers-entry.js';

const HEAD = '# Variables that the program reads without a default. Copy to .dev.vars, keep that out of version control, and put in your values; on Workers: npx wrangler secret put NAME';

/** The text as it has to be, null when nothing is missing. */
export function devVars(before: string | null, variables: readonly NeededVariable[], configured: ReadonlySet<string>): string | null {
  const known = new Set([...(before ?? '').matchAll(/^[ \t]*(?:#[ \t]*)?(?:export[ \t]+)?([A-Za-z_]\w*)[ \t]*=/gm)].map(([, name]) => name ?? ''));
  const missing = variables.filter(({ name }) => !known.has(name) && !configured.has(name));
  if (missing.length === 0) return null;
  const eol = before?.includes('\r\n') ? '\r\n' : '\n';
  const lines = missing.flatMap(({ name, placeholder, at }) => [`# read in ${at.replace(/:\d+$/, '')}`, `${name}=${placeholder}`]);
  const start = before === null ? HEAD + eol : before === '' || before.endsWith('\n') ? before : before + eol;
  return start + lines.join(eol) + eol;
}
