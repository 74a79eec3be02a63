/** A number of bytes in the unit that people read: `1.5 MB`, decimal as in Cloudflare's prices. */

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'];

export function byteSize(bytes: number): string {
  const power = bytes < 1000 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log10(bytes) / 3));
  return `${power === 0 ? bytes : (bytes / 1000 ** power).toFixed(1)} ${UNITS[power] ?? ''}`;
}
