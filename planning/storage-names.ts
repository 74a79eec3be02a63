/** Names of stored resources as a person would type them. */

/** `<env DATA_DIR|data>/jobs/*.json` reads `data/jobs/*.json`. */
export function readable(pattern: string): string {
  const inner = pattern.replace(/<env \w+\|([^<>]*)>/g, '$1');
  return inner === pattern ? pattern : readable(inner);
}
