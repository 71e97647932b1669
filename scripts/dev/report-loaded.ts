import { registerHooks } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

// Loaded before the server under `npm run dev`: tells the process above which of our own files Node
// has read, so that it starts the server anew exactly when one of them changes. What Vite reads it
// reloads by itself.
const root = path.resolve(import.meta.dirname, '../..');
const dependencies = `${path.sep}node_modules${path.sep}`;

registerHooks({
  load(url, context, next) {
    const file = url.startsWith('file:') ? fileURLToPath(url) : '';
    if (file.startsWith(root + path.sep) && !file.includes(dependencies)) {
      process.send?.({ loaded: path.relative(root, file) });
    }
    return next(url, context);
  },
});
