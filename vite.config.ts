import { reactRouter } from '@react-router/dev/vite';
import { defineConfig, type Plugin } from 'vite';

/**
 * Leaves the rooms below the pages (`#record`, `#platform/…`) out of the server bundle: Node runs
 * them from their own files, so there is one copy of each in the process and `instanceof Refusal`
 * holds on both sides of the bundle.
 */
function roomsStayOutside(): Plugin {
  return {
    name: 'countersign:rooms-stay-outside',
    enforce: 'pre',
    resolveId(source) {
      const onServer = this.environment.name === 'ssr';
      if (onServer && this.environment.mode === 'build' && source.startsWith('#')) {
        return { id: source, external: true };
      }
      return null;
    },
  };
}

export default defineConfig({
  plugins: [roomsStayOutside(), reactRouter()],
  build: { assetsInlineLimit: 0 },
});
