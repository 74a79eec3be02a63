/** Reads a rendered page as a strict parser would: tags in order, attributes apart. For tests only; it knows the HTML we write, not all of HTML. */

export interface Tag {
  name: string;
  closing: boolean;
  attributes: Record<string, string>;
}

const TAG = /<(\/?)([a-zA-Z][\w-]*)((?:\s+[\w:-]+(?:="[^"]*")?)*)\s*(\/?)>/g;
const VOID = new Set(['meta', 'input', 'br', 'wbr', 'link', 'img', 'hr', 'col']);

/** The page without the text of its script and style elements. */
export const withoutCode = (html: string): string => html.replace(/(<(script|style)>)[\s\S]*?(<\/\2>)/g, '$1$3');

export function tagsOf(html: string): Tag[] {
  return [...withoutCode(html).matchAll(TAG)].map((match) => ({
    name: match[2]?.toLowerCase() ?? '',
    closing: match[1] === '/' || match[4] === '/',
    attributes: Object.fromEntries([...(match[3] ?? '').matchAll(/([\w:-]+)(?:="([^"]*)")?/g)].map((attribute) => [attribute[1] ?? '', attribute[2] ?? ''])),
  }));
}

/** The first tag that does not close what was opened last; null when every tag has its partner. */
export function firstMisfit(html: string): string | null {
  const open: string[] = [];
  for (const match of withoutCode(html).matchAll(TAG)) {
    const name = match[2]?.toLowerCase() ?? '';
    if (VOID.has(name) || match[4] === '/') continue;
    if (match[1] !== '/') open.push(name);
    else if (open.pop() !== name) return `</${name}> at ${match.index}`;
  }
  return open.length === 0 ? null : `<${open.join('> <')}> left open`;
}

/** What a reader sees, without tags and with the common entities resolved. */
export const textOf = (html: string): string =>
  withoutCode(html).replace(/<[^>]*>/g, ' ').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&amp;', '&').replace(/\s+/g, ' ');
