import { reactRouter } from '@react-router/dev/vite';
import { defineConfig, type Plugin } from 'vite';

/**
 * Leaves the rooms below the pages (`#record`, `#platform/…`) and the pages' context out of what
 * Vite makes for the server: Node runs them from their own files, so there is one copy of each in
 * the process, and `instanceof Refusal` holds on both sides.
 */
function roomsStayOutside(): Plugin {
  return {
    name: 'countersign:rooms-stay-outside',
    enforce: 'pre',
    resolveId(source) {
      if (this.environment.name !== 'ssr' || !source.startsWith('#')) return null;
      return this.environment.mode === 'build'
        ? { id: source, external: true }
        : `${loadedRoom}${source}`;
    },
    async load(id) {
      if (!id.startsWith(loadedRoom)) return null;
      const source = id.slice(loadedRoom.length);
      // Vite's module runner would make its own copy of the file; this import is Node's.
      const room: object = await import(import.meta.resolve(source));
      rooms.set(source, room);
      const from = `globalThis[Symbol.for('countersign:rooms')].get(${JSON.stringify(source)})`;
      return Object.keys(room)
        .map((name) => `export const ${name} = ${from}.${name};`)
        .join('\n');
    },
  };
}

/**
 * Refuses a build in which code of a room reached the browser: it would weigh a megabyte, and it is
 * one import away whenever a page's component uses something that stands beside its loader's code.
 */
function roomsNeverReachTheBrowser(): Plugin {
  const room =
    /\/src\/(?:accounts|editions|evidence|log|record|publish|platform\/(?!languages|calendar|errors))/;
  return {
    name: 'countersign:rooms-never-reach-the-browser',
    generateBundle(_options, bundle) {
      if (this.environment.name !== 'client') return;
      for (const chunk of Object.values(bundle)) {
        if (chunk.type !== 'chunk') continue;
        for (const [id, module] of Object.entries(chunk.modules)) {
          const pure = /\/(?:vocabulary|figures)\//.test(id);
          if (room.test(id) && !pure && module.renderedLength > 0) {
            this.error(`${id} is in ${chunk.fileName}: server code must not reach the browser`);
          }
        }
      }
    },
  };
}

const loadedRoom = '\0room:';
// React Router reads this file a second time; both readings share the one map.
const shared: Record<symbol, Map<string, object> | undefined> = globalThis;
const rooms = (shared[Symbol.for('countersign:rooms')] ??= new Map<string, object>());

export default defineConfig({
  plugins: [roomsStayOutside(), roomsNeverReachTheBrowser(), reactRouter()],
  publicDir: 'src/web/static',
  build: { assetsInlineLimit: 0 },
  // Found late they would reload the page under the hands of who works on it.
  optimizeDeps: {
    include: [
      '@internationalized/date',
      '@simplewebauthn/browser',
      'hono/utils/cookie',
      'intl-messageformat',
      'react-aria-components',
      'react-dom/client',
      'zod',
    ],
  },
});
