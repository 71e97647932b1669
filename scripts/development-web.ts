import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createRequestHandler, type ServerBuild } from 'react-router';
import { createServer, type Plugin } from 'vite';
import { verifyPageOf } from '../src/web/dossier/verify-page.ts';
import { makeVerifyPage } from './build-verify-page.ts';
import type { ListenOptions, WebBuild } from '../src/web/http/index.ts';

/** What src/web/development-reload.ts waits for. */
const pagesChanged = 'countersign:pages-changed';

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
 * @param socketPort where the browser listens for changes. The same after each new start, so that the
 * pages that are open find the server again and reload.
 */
export async function developmentWeb(socketPort: number): Promise<DevelopmentWeb> {
  const vite = await createServer({
    root,
    appType: 'custom',
    clearScreen: false,
    plugins: [publicPagesReload()],
    server: { middlewareMode: true, ws: { port: socketPort } },
  });
  const load = async (): Promise<ServerBuild> =>
    (await vite.ssrLoadModule('virtual:react-router/server-build')) as ServerBuild;
  return {
    web: {
      answer: createRequestHandler(load, 'development'),
      files: (_c, next) => next(),
      stylesheets: ['/src/web/styles/index.css'],
      // A module, as Vite serves it; a built one is a single file.
      sealScript: { path: '/src/web/seal/main.ts', integrity: '' },
      verifyPage: async () => verifyPageOf(await makeVerifyPage()),
    },
    before: (request, response, next) => vite.middlewares(request, response, next),
    close: () => vite.close(),
  };
}

/**
 * Tells the browser of every change of what the server renders. Public pages send no code of theirs
 * that Vite could find the browser to have, and would stand still.
 */
function publicPagesReload(): Plugin {
  return {
    name: 'countersign:public-pages-reload',
    hotUpdate({ server }) {
      if (this.environment.name !== 'ssr') return;
      // The old module is forgotten only after this hook.
      setTimeout(() => server.environments.client.hot.send(pagesChanged), 50);
    },
  };
}
