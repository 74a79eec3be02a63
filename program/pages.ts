/** Scripts that a page of the program loads: browser code, which no server runs. Reads the text of a page, nothing else. */

/** A page and a file it loads, as the paths that it may stand under. */
export interface PageScript {
  page: string;
  candidates: string[];
}

/** The page of a single-page application; templates and reports below other names are not looked at. */
export const isPage = (file: string): boolean => /(?:^|\/)index\.html?$/.test(file) && file.split('/').length <= 4;

const folderOf = (file: string): string => (file.includes('/') ? file.slice(0, file.lastIndexOf('/') + 1) : '');

/** `src="/src/main.ts"` is meant from the folder that is served: that of the page, or the root. */
export function scriptsOfPage(page: string, text: string): PageScript[] {
  return [...text.matchAll(/<script\b[^>]*?\bsrc\s*=\s*["']?([^"'\s>]+)/gi)].flatMap(([, source = '']): PageScript[] => {
    const path = source.replace(/[?#].*$/, '').replace(/^\.?\//, '');
    if (!/\.[cm]?[jt]sx?$/.test(path) || /^(?:\w+:)?\/\//.test(source) || path.startsWith('..')) return [];
    return [{ page, candidates: [...new Set([folderOf(page) + path, path])] }];
  });
}
