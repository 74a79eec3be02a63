/** Values that a reader would find plausible for a name: the same name always has the same value. None comes from anywhere real. */

export type Kind = 'string' | 'number' | 'boolean' | 'array' | 'object' | 'date' | 'unknown';

const DATE = '2024-03-01';

/** First match counts. Names are told apart without regard to case or to what stands before them: `userEmail`, `user_email`. */
const BY_NAME: readonly (readonly [name: RegExp, value: string | number | boolean])[] = [
  [/(?:^|_)(?:is|has|can|should|allow)_|(?:^|_)(?:enabled?|disabled?|active|done|completed?|public|private|published|checked|confirm(?:ed)?)$/, true],
  [/uuid|guid/, '00000000-0000-4000-8000-000000000001'],
  [/(?:^|_)e?_?mail/, 'ada@example.com'],
  [/password|passwd|(?:^|_)pwd$/, 'correct horse battery'],
  [/(?:^|_)(?:url|uri|href|link|website|homepage|origin|callback|webhook)$/, 'https://example.com/'],
  [/repo(?:sitory)?$/, 'https://example.com/team/project'],
  [/(?:^|_)(?:phone|tel|mobile)/, '+31200000000'],
  [/(?:^|_)(?:lang|language|locale)$/, 'en'],
  [/country/, 'NL'],
  [/currency/, 'EUR'],
  [/(?:^|_)(?:date|day|from|until|since|due|birthday|start|end)(?:_date)?$|_(?:on)$/, DATE],
  [/(?:^|_)(?:time|timestamp|datetime)$|_at$/, `${DATE}T12:00:00.000Z`],
  [/(?:^|_)(?:age|count|limit|size|page|per_page|offset|skip|take|quantity|qty|amount|total|price|cost|score|rating|rank|order|position|index|number|num|width|height|weight|year|month|hour|minute|duration|ttl|max|min|port|level|priority|lat|lng|lon|latitude|longitude|percent|balance|points)$/, 1],
  [/(?:^|_)(?:tags|labels|ids|items|list|names|categories|roles|members|users|values|keys|texts|entries)$/, 'list'],
  [/(?:^|_)(?:file|filename|file_name|path|key)$/, 'example.txt'],
  [/(?:^|_)(?:id|no|nr)$/, 1],
  [/(?:^|_)(?:slug|handle|username|user_name|user|login|code|sku)$/, 'example'],
  [/(?:^|_)(?:title|subject|name|label)$/, 'Example'],
  [/(?:^|_)(?:q|query|search|term|keyword|filter)$/, 'example'],
  [/(?:^|_)(?:text|body|content|message|description|comment|note|excerpt|summary|bio)$/, 'An example.'],
];

/** `userEmail` → `user_email`. */
const apart = (name: string): string => name.replace(/([a-z\d])([A-Z])/g, '$1_$2').replace(/[-.\s]+/g, '_').toLowerCase();

const byName = (name: string): string | number | boolean | undefined => BY_NAME.find(([pattern]) => pattern.test(apart(name)))?.[1];

/** One item for a name that stands for several: `tags` → `tag`. */
const singular = (name: string): string => name.replace(/ies$/, 'y').replace(/s$/, '');

/** A value of this kind for this name. */
export function plausibleValue(name: string, kind: Kind): unknown {
  const known = byName(name);
  const text = typeof known === 'string' && known !== 'list' ? known : 'example';
  if (kind === 'number') return typeof known === 'number' ? known : 1;
  if (kind === 'boolean') return true;
  if (kind === 'date') return DATE;
  if (kind === 'object') return {};
  if (kind === 'array' || (kind === 'unknown' && known === 'list')) return [plausibleValue(singular(name), 'string')];
  if (kind === 'string') return /(?:^|_)id$/.test(apart(name)) ? '1' : text;
  return known ?? 'example';
}

/** A piece of a path or of a query: never empty, no slash. `within` is the pattern that a route demands of it. */
export function plausibleParameter(name: string, within: string | null = null): string {
  const value = encodeURIComponent(String(plausibleValue(name, 'string')).replace(/^https:\/\/example\.com\/.*$/, 'example').toLowerCase());
  if (within === null) return value;
  const candidates = [value, 'example', '1', '2024', '2024-03-01', '00000000-0000-4000-8000-000000000001', '507f1f77bcf86cd799439011', 'a', 'en'];
  try {
    const pattern = new RegExp(`^(?:${within})$`);
    return candidates.find((candidate) => pattern.test(candidate)) ?? value;
  } catch {
    return value; // A pattern that only the router understands.
  }
}

/** The smallest picture there is: one transparent pixel, for uploads. */
export const PIXEL = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==';
