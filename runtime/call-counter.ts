/** The text that counts rewritten calls where the migrated program runs: how often each was executed, by number. It keeps numbers and changes no value. */

/** Name of the one global that counted code refers to. */
export const COUNTER = 'globalThis.__cfMigrateCalls';

/** Times by number of the call; what was never executed is not in it. */
export type CallCounts = Record<string, number>;

/**
 * `now` answers what is spread into a call: nothing. `later` hands back what a call gave: a function that counts when it is called, or the store of
 * multer with its own method counting; anything else has done its work. `told`: text of a function that hears of the first time.
 */
export const counterText = (told = '() => {}'): string => `
(() => {
  if (${COUNTER}) return;
  const counts = {};
  const NOTHING = Object.freeze([]);
  const told = ${told};
  const count = (number) => {
    counts[number] = (counts[number] ?? 0) + 1;
    if (counts[number] === 1) told(number);
  };
  const counter = {
    now(number) { count(number); return NOTHING; },
    later(number, value) {
      if (typeof value === 'function') return new Proxy(value, { apply(target, self, given) { count(number); return Reflect.apply(target, self, given); } });
      if (typeof value?._handleFile !== 'function') { count(number); return value; }
      const handle = value._handleFile;
      value._handleFile = function (...given) { count(number); return Reflect.apply(handle, this, given); };
      return value;
    },
    report: () => ({ counts }),
  };
  Object.defineProperty(globalThis, '__cfMigrateCalls', { value: Object.freeze(counter) });
})();
`;

/** What was answered, when it is a report. */
export function countsIn(answer: unknown): CallCounts | null {
  const counts = (answer as { counts?: unknown } | null)?.counts;
  return typeof counts === 'object' && counts !== null && Object.values(counts).every((times) => typeof times === 'number') ? (counts as CallCounts) : null;
}
