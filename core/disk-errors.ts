/** Turns what the file system refuses into words. Everything else stays the error it is. */
import { UserError } from './errors.js';

/** A full disk and a closed folder are the user's to mend; whoever calls this has put everything back before. */
export function asUserError(error: unknown): unknown {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  const place = (error as NodeJS.ErrnoException).path;
  if (['ENOSPC', 'EDQUOT', 'EFBIG'].includes(code)) return new UserError('disk-full', 'The disk is full; everything was put back as it was.', 'Make room and run the command again.');
  if (['EACCES', 'EPERM', 'EROFS'].includes(code)) return new UserError('not-writable', `${place ?? 'The folder'} cannot be written (${code}); everything was put back as it was.`, 'Check the permissions of the folder.');
  return error;
}
