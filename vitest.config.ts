import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

// Tests of a database wait as much as they reckon: on a small machine too two files run at once.
const maxWorkers = Math.max(2, availableParallelism() - 1);

// What runs beside real servers may be slow once on a busy machine. What passed at its second try is
// told by scripts/test.ts with what the first one said: it is to be looked into, not to stop a landing.
const retry = 1;

// Unit tests need nothing, database tests a PostgreSQL, browser tests a Chromium too.
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{src,packages,scripts,test}/**/*.test.{ts,tsx}'],
          exclude: ['**/*.{db,browser,process}.test.ts', 'node_modules'],
          // Some reckon for seconds: property tests, password hashes.
          testTimeout: 30_000,
          isolate: false,
          maxWorkers,
        },
      },
      {
        test: {
          name: 'database',
          include: ['{src,test}/**/*.db.test.ts'],
          globalSetup: ['test/database/global-setup.ts'],
          testTimeout: 30_000,
          hookTimeout: 60_000,
          // Every file has databases of its own; loading the product once a worker saves a third.
          isolate: false,
          retry,
          maxWorkers,
        },
      },
      {
        // Tests that start whole processes: the start script, the launcher, the server.
        test: {
          name: 'process',
          include: ['{src,test}/**/*.process.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          retry,
          // They wait for what they started more than they reckon.
          maxWorkers: maxWorkers + 1,
        },
      },
      {
        test: {
          name: 'browser',
          include: ['test/**/*.browser.test.ts'],
          globalSetup: ['test/database/global-setup.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
          isolate: false,
          retry,
          maxWorkers: maxWorkers + 1,
        },
      },
    ],
  },
});
