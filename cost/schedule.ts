/** How often a schedule runs in an average month. Cron expressions (five or six fields) and plain intervals; anything else is unknown. */
import { DAYS_PER_MONTH, SECONDS_PER_MONTH } from './month.js';

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

const MACROS: Record<string, string> = {
  '@yearly': '0 0 1 1 *', '@annually': '0 0 1 1 *', '@monthly': '0 0 1 * *', '@weekly': '0 0 * * 0', '@daily': '0 0 * * *', '@midnight': '0 0 * * *', '@hourly': '0 * * * *',
};

interface FieldRange {
  from: number;
  to: number;
  names?: { list: string[]; first: number };
}

const MINUTE: FieldRange = { from: 0, to: 59 };
const HOUR: FieldRange = { from: 0, to: 23 };
const DAY: FieldRange = { from: 1, to: 31 };
const MONTH: FieldRange = { from: 1, to: 12, names: { list: MONTHS, first: 1 } };
/** 7 is Sunday too. */
const WEEKDAY: FieldRange = { from: 0, to: 7, names: { list: WEEKDAYS, first: 0 } };

function valueOf(text: string, range: FieldRange): number | null {
  const named = range.names ? range.names.list.indexOf(text.toLowerCase().slice(0, 3)) : -1;
  const value = named >= 0 ? named + (range.names?.first ?? 0) : /^\d+$/.test(text) ? Number(text) : null;
  return value !== null && value >= range.from && value <= range.to ? value : null;
}

/** One item of a list: `*`, `5`, `1-5`, `0/15`, with an optional step. */
function itemValues(item: string, range: FieldRange): number[] | null {
  const [span = '', stepText, ...rest] = item.split('/');
  const step = stepText === undefined ? 1 : Number(stepText);
  if (rest.length > 0 || !Number.isInteger(step) || step < 1) return null;
  const [first = '', last, ...more] = span.split('-');
  const everything = span === '*' || span === '?';
  const from = everything ? range.from : valueOf(first, range);
  const to = everything ? range.to : last === undefined ? (stepText === undefined ? from : range.to) : valueOf(last, range);
  if (more.length > 0 || from === null || to === null || to < from) return null;
  return Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, index) => from + index * step);
}

function fieldValues(field: string, range: FieldRange): Set<number> | null {
  const items = field.split(',').map((item) => itemValues(item, range));
  return items.includes(null) ? null : new Set(items.flatMap((item) => item ?? []));
}

const DAY_MS = 86_400_000;
const MONTH_DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
/** After 400 years weekdays and dates repeat. */
const CALENDAR_CYCLE_YEARS = 400;
const SATURDAY = 6; // 1 January 2000

const isLeap = (year: number): boolean => year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);

/** The part of all days on which a cron expression runs: by date or by weekday when both are restricted, as cron does. */
function shareOfDays(dates: Set<number>, months: Set<number>, weekdays: Set<number>, both: boolean): number {
  let day = 0;
  let matching = 0;
  for (let year = 2000; year < 2000 + CALENDAR_CYCLE_YEARS; year++) {
    for (let month = 1; month <= 12; month++) {
      const length = (MONTH_DAYS[month - 1] ?? 0) + (month === 2 && isLeap(year) ? 1 : 0);
      for (let date = 1; date <= length; date++, day++) {
        const weekday = (SATURDAY + day) % 7;
        const onWeekday = weekdays.has(weekday) || (weekday === 0 && weekdays.has(7));
        if (months.has(month) && (both ? dates.has(date) || onWeekday : dates.has(date) && onWeekday)) matching += 1;
      }
    }
  }
  return matching / day;
}

function cronRuns(expression: string): number | null {
  const fields = expression.trim().split(/\s+/);
  const [second, minute, hour, date, month, weekday] = fields.length === 6 ? fields : ['0', ...fields];
  if (fields.length < 5 || fields.length > 6 || !second || !minute || !hour || !date || !month || !weekday) return null;
  const seconds = fieldValues(second, MINUTE);
  const minutes = fieldValues(minute, MINUTE);
  const hours = fieldValues(hour, HOUR);
  const dates = fieldValues(date, DAY);
  const months = fieldValues(month, MONTH);
  const weekdays = fieldValues(weekday, WEEKDAY);
  if (!seconds || !minutes || !hours || !dates || !months || !weekdays) return null;
  const both = !/^[*?]/.test(date) && !/^[*?]/.test(weekday);
  return shareOfDays(dates, months, weekdays, both) * DAYS_PER_MONTH * seconds.size * minutes.size * hours.size;
}

const UNIT_MS: Record<string, number> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: DAY_MS };

/** Milliseconds between runs of `every 60000 ms`, `30s`, `5 m`; null when it is no plain interval. */
export function intervalMs(schedule: string): number | null {
  const match = /^(?:every\s+)?(\d+(?:\.\d+)?)\s*(ms|s|m|h|d)$/i.exec(schedule.trim());
  const length = match ? Number(match[1]) * (UNIT_MS[(match[2] ?? '').toLowerCase()] ?? 0) : 0;
  return length > 0 ? length : null;
}

/** Runs in an average month of 365/12 days, or null when the schedule is not understood. */
export function runsPerMonth(schedule: string): number | null {
  const interval = intervalMs(schedule);
  if (interval !== null) return (SECONDS_PER_MONTH * 1000) / interval;
  return cronRuns(MACROS[schedule.trim().toLowerCase()] ?? schedule);
}
