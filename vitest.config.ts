/** Which files are tests, and how long one may take. Programs that tests look at (cases, fixtures) are never run as tests. */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/**/cases/**', 'test/**/blocked/**', 'test/**/fixtures/**'],
    // Tests start processes and workerd; on a busy machine with two cores that takes its time.
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // Much of the time is spent waiting for other processes: one worker for each core, also where the default would be one less.
    maxWorkers: '100%',
  },
});
