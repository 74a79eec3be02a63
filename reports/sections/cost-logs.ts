/** The access logs that numbers of the bill were read from: how long they are, and what in them was not read or matched. */
import type { AccessLogFacts, Estimate } from '../../core/estimate.js';
import { code, type Block, type Text } from '../blocks.js';
import { count, fine, share } from '../numbers.js';

/** `2026-03-01T10:00:00Z` to the minute. */
const minute = (time: string): string => time.slice(0, 16).replace('T', ' ');

const part = (some: number, all: number): string => (some === 0 ? 'none' : `${count(some)} (${share(some / all)})`);

function row(log: AccessLogFacts): { cells: Text[] } {
  return {
    cells: [
      [code(log.file), `, ${log.form}`], `${minute(log.from)} to ${minute(log.to)} UTC`, fine(log.days), count(log.requests),
      part(log.unmatched.total, log.requests), part(log.unreadable, log.lines), log.durationField ?? 'not in the log',
    ],
  };
}

export function accessLogs({ logs = [] }: Estimate): Block[] {
  if (logs.length === 0) return [];
  return [{
    kind: 'table', caption: 'Access logs that numbers were read from; counts are scaled to a month of 730 hours',
    columns: [{ title: 'Log' }, { title: 'Covers' }, { title: 'Days', kind: 'number' }, { title: 'Requests', kind: 'number' }, { title: 'Match no entry point', kind: 'number' }, { title: 'Lines not read', kind: 'number' }, { title: 'Durations from' }],
    rows: logs.map(row),
  }];
}
