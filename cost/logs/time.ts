/** Reads the times of access logs: the bracketed form of the common log, ISO 8601, and seconds to nanoseconds since 1970. */

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const COMMON = /^(\d{1,2})\/([A-Za-z]{3})\/(\d{4}):(\d{2}):(\d{2}):(\d{2})(?:\.\d+)?(?: ([+-])(\d{2}):?(\d{2}))?$/;

/** Milliseconds of `10/Oct/2000:13:55:36 -0700`; null when it is none. */
export function commonTime(text: string): number | null {
  const match = COMMON.exec(text);
  const month = MONTHS.indexOf((match?.[2] ?? '').toLowerCase());
  if (!match || month === -1) return null;
  const [, day, , year, hour, minute, second, sign, offsetHours = '0', offsetMinutes = '0'] = match;
  const offset = (Number(offsetHours) * 60 + Number(offsetMinutes)) * (sign === '-' ? -1 : 1);
  return Date.UTC(Number(year), month, Number(day), Number(hour), Number(minute) - offset, Number(second));
}

/** A time without a zone is taken as UTC: the month does not change, and the answer must not depend on where this runs. */
function isoTime(text: string): number | null {
  const match = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?) ?(Z|[+-]\d{2}:?\d{2}| UTC)?$/i.exec(text);
  if (!match) return null;
  const [, day, clock = '', zone = 'Z'] = match;
  const offset = /^[+-]/.test(zone) ? `${zone.slice(0, 3)}:${zone.slice(-2)}` : 'Z';
  const time = Date.parse(`${day}T${clock.replace(',', '.').replace(/(\.\d{3})\d+/, '$1')}${offset}`);
  return Number.isNaN(time) ? null : time;
}

/** Seconds, milliseconds, microseconds or nanoseconds since 1970, told apart by their size: all mean a day between 2001 and 2286. */
function epochTime(value: number): number | null {
  const unit = [1000, 1, 1e-3, 1e-6].find((factor) => value * factor >= 1e12 && value * factor < 1e13);
  return unit === undefined ? null : value * unit;
}

/** Milliseconds since 1970 of a field of a JSON line; null when it is no time. */
export function fieldTime(value: unknown): number | null {
  if (typeof value === 'number') return epochTime(value);
  if (typeof value !== 'string') return null;
  const text = value.trim().replace(/^\[|\]$/g, '');
  return /^\d{9,20}(?:\.\d+)?$/.test(text) ? epochTime(Number(text)) : (isoTime(text) ?? commonTime(text) ?? httpTime(text));
}

/** `Mon, 02 Mar 2026 10:00:00 GMT`, which morgan writes. */
function httpTime(text: string): number | null {
  const time = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(time) ? null : time;
}
