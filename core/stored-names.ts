/** What a file's name and the call that touches it say about the file beside it. */

/** `companion` is `path` with something added to the name of the file: `settings.json.new` beside `settings.json`. */
export const isCompanion = (path: string, companion: string): boolean => path !== '' && companion.length > path.length && companion.startsWith(path) && !companion.slice(path.length).includes('/');

/** The call moves something to another name. */
export const movesFile = (origin: string): boolean => /\.(?:rename|move)(?:Sync|Async)?$/.test(origin);

/** The call copies something to another name. */
export const copiesFile = (origin: string): boolean => /\.(?:copyFile|copy|cp)(?:Sync|Async)?$/.test(origin);
