/** Declaration files beside JavaScript: what a compiler or a person wrote down of a module that says no types itself. */

/** The file that TypeScript reads in place of a JavaScript file, where there is one; null for what is no JavaScript. */
export const declarationOf = (file: string): string | null => (/\.[cm]?jsx?$/.test(file) ? file.replace(/\.([cm]?)jsx?$/, '.d.$1ts') : null);
