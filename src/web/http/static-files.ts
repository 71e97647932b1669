import { readFile, readdir, stat } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, gzip } from 'node:zlib';
import type { MiddlewareHandler } from 'hono';
import { preferredEncoding } from './kept-page.ts';

const compressors = { br: promisify(brotliCompress), gzip: promisify(gzip) };

const types: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.woff2': 'font/woff2',
};

const compressible = new Set(['.css', '.js', '.json', '.svg', '.txt']);

interface StaticFile {
  readonly type: string;
  readonly immutable: boolean;
  /** Read at the first request and kept: the build is small and does not change under a server. */
  bytes(encoding: 'br' | 'gzip' | 'identity'): Promise<Buffer>;
  encodings: ReadonlySet<string>;
}

/**
 * Serves the files of a built web part: what lies under `assets/` carries a hash in its name and
 * may be kept for ever, the rest (favicon, robots) for an hour.
 *
 * Only files that lay there at the start are served, by their exact path; no path of a request ever
 * reaches the file system.
 *
 * @param folder such as `build/client`.
 */
export async function staticFiles(folder: string): Promise<MiddlewareHandler> {
  const files = await listFiles(folder);
  return async (c, next) => {
    const file = files.get(c.req.path);
    if (file === undefined || (c.req.method !== 'GET' && c.req.method !== 'HEAD')) return next();
    const wanted = preferredEncoding(c.req.header('Accept-Encoding'));
    const encoding = file.encodings.has(wanted) ? wanted : 'identity';
    const bytes = await file.bytes(encoding);
    c.header('Content-Type', file.type);
    c.header('Vary', 'Accept-Encoding');
    c.header(
      'Cache-Control',
      file.immutable ? 'public, max-age=31536000, immutable' : 'public, max-age=3600',
    );
    if (encoding !== 'identity') c.header('Content-Encoding', encoding);
    c.header('Content-Length', String(bytes.byteLength));
    return c.req.method === 'HEAD' ? c.body(null) : c.body(new Uint8Array(bytes));
  };
}

async function listFiles(folder: string): Promise<ReadonlyMap<string, StaticFile>> {
  const files = new Map<string, StaticFile>();
  for (const name of await readdir(folder, { recursive: true })) {
    const path = join(folder, name);
    const type = types[extname(name)];
    if (type === undefined || !(await stat(path)).isFile()) continue;
    const address = `/${relative(folder, path).split(sep).join('/')}`;
    files.set(address, staticFile(path, type, address.startsWith('/assets/')));
  }
  return files;
}

function staticFile(path: string, type: string, immutable: boolean): StaticFile {
  const kept = new Map<string, Promise<Buffer>>();
  const squeezes = compressible.has(extname(path));
  return {
    type,
    immutable,
    encodings: new Set(squeezes ? ['br', 'gzip', 'identity'] : ['identity']),
    bytes(encoding) {
      const known = kept.get(encoding);
      if (known !== undefined) return known;
      const read = readFile(path);
      const made = encoding === 'identity' ? read : read.then(compressors[encoding]);
      kept.set(encoding, made);
      return made;
    },
  };
}
