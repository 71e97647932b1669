import { reactRouter } from '@react-router/dev/vite';
import { defineConfig, type Plugin } from 'vite';

/**
 * Leaves the rooms below the pages (`#record`, `#platform/…`) and the pages' context out of the
 * server bundle: Node runs them from their own files, so there is one copy of each in the process
 * and `instanceof Refusal` holds on both sides of the bundle.
 */
function roomsStayOutside(): Plugin {
  return {
    name: 'countersign:rooms-stay-outside',
    enforce: 'pre',
    resolveId(source) {
      if (this.environment.name !== 'ssr' || !source.startsWith('#')) return null;
      // Vite's own module runner does not know our package's imports; it gets the file's address.
      const id = this.environment.mode === 'build' ? source : import.meta.resolve(source);
      return { id, external: true };
    },
  };
}

export default defineConfig({
  plugins: [roomsStayOutside(), reactRouter()],
  publicDir: 'src/web/static',
  build: { assetsInlineLimit: 0 },
});
