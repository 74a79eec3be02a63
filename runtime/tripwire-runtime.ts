/** The text that instrumented code of an app calls: it remembers promises of converted functions and whether anybody waited for them. Reports nothing by itself. */

/** Name of the one global that instrumented code refers to. */
export const TRIPWIRE = 'globalThis.__cfMigrateTripwire';

/** What one look at the tripwire answers: promises that nobody had taken up, by running number and site, and earlier ones that were taken up since. */
export interface TripwireReport {
  escaped: { number: number; site: number; settled: 'nothing' | 'value' | 'failed' | null }[];
  late: number[];
}

/**
 * A call is followed from `before` (after its arguments were evaluated) to `after`; the first function of the app that is
 * entered in between says whether its promise is of interest. A promise counts as taken up once its `then` is called: await,
 * Promise.all, resolve and return from an async function all do so, because the prototype is no longer Promise's own.
 */
export const TRIPWIRE_RUNTIME = `
(() => {
  if (${TRIPWIRE}) return;
  const MOST_FRAMES = 5000;
  const NOTHING = [];
  const { then } = Promise.prototype;
  const frames = [];
  const entries = new WeakMap();
  const reported = new Map();
  let fresh = [];
  let count = 0;

  const taken = (promise) => {
    const entry = entries.get(promise);
    if (entry) entry.taken = true;
  };
  const followed = Object.create(Promise.prototype, {
    then: { value(...handlers) { taken(this); return then.apply(this, handlers); }, writable: true, configurable: true },
    constructor: { value: { name: 'Promise', [Symbol.species]: Promise }, writable: true, configurable: true },
  });

  function follow(promise, site) {
    const known = entries.get(promise);
    if (known) { known.site = site; return; }
    const entry = { number: ++count, site, taken: false, settled: null };
    entries.set(promise, entry);
    fresh.push(entry);
    then.call(promise, (value) => { entry.settled = value === undefined ? 'nothing' : 'value'; }, () => { entry.settled = 'failed'; });
    Object.setPrototypeOf(promise, followed);
  }

  ${TRIPWIRE} = {
    entered(converted) {
      const frame = frames.at(-1);
      if (frame && frame.converted === undefined) frame.converted = converted;
    },
    before(site) {
      if (frames.length > MOST_FRAMES) frames.length = 0;
      frames.push({ site, converted: undefined });
      return NOTHING;
    },
    after(value, site) {
      // A call that threw has left its frame behind.
      const at = frames.findLastIndex((frame) => frame.site === site);
      if (at === -1) return value;
      const [frame] = frames.splice(at);
      if (frame.converted !== true || !(value instanceof Promise)) return value;
      const prototype = Object.getPrototypeOf(value);
      if (prototype !== Promise.prototype && prototype !== followed) return value;
      const outer = frames.at(-1);
      if (outer && outer.converted === undefined) outer.converted = true;
      follow(value, site);
      return value;
    },
    kept(value) { taken(value); return value; },
    report() {
      const escaped = fresh.filter((entry) => !entry.taken);
      fresh = [];
      const late = [...reported.values()].filter((entry) => entry.taken).map((entry) => entry.number);
      for (const number of late) reported.delete(number);
      for (const entry of escaped) reported.set(entry.number, entry);
      return { escaped: escaped.map(({ number, site, settled }) => ({ number, site, settled })), late };
    },
  };
})();
`;
