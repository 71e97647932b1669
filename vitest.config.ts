import { defineConfig } from 'vitest/config';

// Three projects: unit tests need nothing, database tests a PostgreSQL, browser tests a Chromium too.
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{src,packages,scripts,test}/**/*.test.ts'],
          exclude: ['**/*.{db,browser,process}.test.ts', 'node_modules'],
          isolate: false,
        },
      },
      {
        test: {
          name: 'database',
          include: ['{src,test}/**/*.db.test.ts'],
          globalSetup: ['test/database/global-setup.ts'],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        // Tests that start whole processes: the start script, the launcher, the server.
        test: {
          name: 'process',
          include: ['{src,test}/**/*.process.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'browser',
          include: ['test/**/*.browser.test.ts'],
          globalSetup: ['test/database/global-setup.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
