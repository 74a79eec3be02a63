/** Whether a key can be the path of a file, on the system that is asked for. */

const RESERVED = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;

/** Names of files have at most this many bytes on the usual file systems. */
const NAME_BYTES = 255;

/** Why not, in words; null when it can. */
export function problemOfPath(key: string, platform: NodeJS.Platform): string | null {
  const segments = key.split('/');
  if (key.startsWith('/')) return 'its key begins with a slash';
  if (segments.includes('')) return 'its key has an empty segment';
  if (segments.some((segment) => segment === '.' || segment === '..')) return 'its key has a segment that leads out of its place';
  if (key.includes('\0')) return 'its key holds a zero byte';
  if (segments.some((segment) => Buffer.byteLength(segment) > NAME_BYTES)) return `a segment of its key is longer than ${NAME_BYTES} bytes`;
  if (platform !== 'win32') return null;
  return segments.some((segment) => /[<>:"|?*\\]/.test(segment) || /[. ]$/.test(segment) || RESERVED.test(segment)) ? 'Windows knows no such name' : null;
}
