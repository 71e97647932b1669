import type { TestProject } from 'vitest/node';
import { startTestServer, type TestServer } from './test-server.ts';

declare module 'vitest' {
  interface ProvidedContext {
    testServer: TestServer;
  }
}

/** Runs once before the files of a project; what it returns runs after them, also when they fail. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { server, end } = await startTestServer(process.env['COUNTERSIGN_TEST_DATABASE_URL']);
  project.provide('testServer', server);
  return end;
}
