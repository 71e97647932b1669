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
 * Refuses a build that takes server code to browsers: there Vite puts nothing in the place of Node's
 * modules, the page dies as it starts, and whoever reads its script reads our rules and queries.
 */
function nothingOfNodeForBrowsers(): Plugin {
  return {
    name: 'countersign:nothing-of-node-for-browsers',
    generateBundle(_options, bundle) {
      if (this.environment.name !== 'client') return;
      for (const chunk of Object.values(bundle)) {
        if (chunk.type !== 'chunk') continue;
        const taken = chunk.moduleIds.find((id) => id.includes('__vite-browser-external'));
        if (taken !== undefined) {
          const folders = chunk.moduleIds.filter((id) => /\/src\/(?!web\/)/.test(id));
          this.error(`${chunk.name} takes server code to browsers: ${folders.join(', ')}`);
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
  plugins: [roomsStayOutside(), nothingOfNodeForBrowsers(), reactRouter()],
  publicDir: 'src/web/static',
  build: { assetsInlineLimit: 0 },
  // Found late they would reload the page under the hands of who works on it.
  optimizeDeps: {
    include: ['@internationalized/date', 'intl-messageformat', 'react-dom/client', 'zod'],
  },
});
