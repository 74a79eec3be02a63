/** The few facts about the platform that a report repeats beside its own numbers, each with source and date. Prices and verdicts live in the rules, not here. */

export interface PlatformNote {
  text: string;
  source: string;
  date: string;
}

export const COLD_START_CONTAINER: PlatformNote = {
  text: 'A Container that sleeps has to start first: the vendor speaks of often 1 to 3 s, growing with the image and the start-up code.',
  source: 'Cloudflare Containers documentation, architecture',
  date: '2026-11-21',
};

export const COLD_START_WORKER: PlatformNote = {
  text: 'A Worker has to be ready within 1 s of start-up time, or it is not deployed.',
  source: 'Cloudflare Workers documentation, limits',
  date: '2026-11-21',
};

export const KV_STALENESS: PlatformNote = {
  text: 'KV is eventually consistent: a read may be up to 60 s old, a cached miss too.',
  source: 'Cloudflare KV documentation',
  date: '2026-11-21',
};

export const CONTAINER_SLEEP: PlatformNote = {
  text: 'A Container stops 10 minutes after its last request unless sleepAfter says otherwise; work without an open request is ended with it.',
  source: 'Cloudflare Containers documentation, architecture',
  date: '2026-11-21',
};

export const noteText = (note: PlatformNote): string => `${note.text} (${note.source}, checked ${note.date})`;
