/** Remembers what must not outlive this process (children, temporary folders) and stops it on exit or Ctrl-C; a process beside ours does so when we are killed. Decides nothing else about ending. */
import { watchOver, type Remains } from './watchdog.js';

const SIGNALS = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 } as const;

/** Newest last: a child is stopped before the folder it runs in is removed. */
const held: (() => void)[] = [];

function stopAll(): void {
  for (const stop of held.splice(0).reverse()) {
    try {
      stop();
    } catch (error) {
      // On the way out: one thing that cannot be stopped must not keep the others alive.
      process.stderr.write(`cf-migrate: could not clean up: ${String(error)}\n`);
    }
  }
}

/** Told of the next Ctrl-C instead of ending the process. */
let interrupted: (() => void) | null = null;

/** Waits for Ctrl-C, while something is held; one more Ctrl-C ends the process as always. */
export function untilInterrupted(): Promise<void> {
  return new Promise((resolve) => {
    interrupted = resolve;
  });
}

const onSignal: Record<string, () => void> = {};
for (const [signal, number] of Object.entries(SIGNALS)) {
  onSignal[signal] = () => {
    if (signal !== 'SIGHUP' && interrupted) {
      const tell = interrupted;
      interrupted = null;
      tell();
      return;
    }
    stopAll();
    process.exit(128 + number);
  };
}

function listen(): void {
  process.on('exit', stopAll);
  for (const signal of Object.keys(SIGNALS)) process.on(signal, onSignal[signal] as () => void);
}

function unlisten(): void {
  process.removeListener('exit', stopAll);
  for (const signal of Object.keys(SIGNALS)) process.removeListener(signal, onSignal[signal] as () => void);
}

/**
 * Holds a resource: `stop` must be synchronous; `remains` is what of it would be left if we were killed outright. Returns
 * the function that forgets it, to be called once it is stopped in the ordinary way.
 */
export function hold(stop: () => void, remains?: Remains): () => void {
  if (held.length === 0) listen();
  held.push(stop);
  const unwatch = remains ? watchOver(remains) : () => undefined;
  return () => {
    const index = held.indexOf(stop);
    if (index === -1) return;
    held.splice(index, 1);
    if (held.length === 0) unlisten();
    unwatch();
  };
}
