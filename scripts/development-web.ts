import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createRequestHandler, type ServerBuild } from 'react-router';
import { createServer } from 'vite';
import { verifyPageOf } from '../src/web/dossier/verify-page.ts';
import { makeVerifyPage } from './build-verify-page.ts';
import type { ListenOptions, WebBuild } from '../src/web/http/index.ts';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** The pages straight from their sources, with hot reload in the browser. */
export interface DevelopmentWeb {
  readonly web: WebBuild;
  /** Goes before everything else in `listen`: Vite's own files and its socket. */
  readonly before: NonNullable<ListenOptions['before']>;
  close(): Promise<void>;
}

/**
 * Starts Vite inside this process. Pages, components, styles and messages are reloaded as they are
 * saved; the rooms below them run in Node and need the process started anew, which `scripts/dev.ts`
 * does.
 *
 * @param socketPort where the browser listens for changes; 0 takes Vite's own choice.
 */
export async function developmentWeb(socketPort = 0): Promise<DevelopmentWeb> {
  const vite = await createServer({
    root,
    appType: 'custom',
    server: { middlewareMode: true, ...(socketPort !== 0 && { ws: { port: socketPort } }) },
  });
  const load = async (): Promise<ServerBuild> =>
    (await vite.ssrLoadModule('virtual:react-router/server-build')) as ServerBuild;
  return {
    web: {
      answer: createRequestHandler(load, 'development'),
      files: (_c, next) => next(),
      stylesheets: ['/src/web/styles/index.css'],
      verifyPage: async () => verifyPageOf(await makeVerifyPage()),
    },
    before: (request, response, next) => vite.middlewares(request, response, next),
    close: () => vite.close(),
  };
}
