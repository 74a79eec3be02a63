/** What a script or record may name inside of an app: a path relative to its folder, never out of it. */
import { z } from 'zod';

export const appFile = z.string().regex(/^(?!\/|\\|[A-Za-z]:)(?!.*(?:^|\/)\.\.(?:\/|$)).+$/, 'a path inside the app, relative to its folder').transform((file) => file.replace(/^\.\//, '').replace(/\/$/, ''));
