import type { IncomingMessage, ServerResponse } from 'node:http';
import { compress, etagOf, send, type KeptPage } from './kept-page.ts';

export interface PageCacheOptions {
  /** How long an answer is taken as current; publishing empties the cache at once besides. */
  readonly freshMs: number;
  /** Bound of all kept bytes; the longest unread pages leave first. */
  readonly maxBytes: number;
  readonly now: () => number;
}

const defaults: PageCacheOptions = {
  freshMs: 1000,
  maxBytes: 64 * 1024 * 1024,
  now: () => performance.now(),
};

// While one request renders a stale page anew, the others still get the old one for this long.
const renewalMs = 2000;

/** Public pages, whole, by path: rendered and compressed once, answered many times. */
export interface PageCache {
  /**
   * Answers from the cache, before any router is asked.
   *
   * @returns false when it did not and the request goes on.
   */
  answer(request: IncomingMessage, response: ServerResponse): boolean;
  /**
   * Renders a page, or waits for another request that renders it already, and keeps it.
   *
   * Kept are only whole 200 answers without a cookie: a missing page may exist in the next moment,
   * and a cookie is somebody's.
   *
   * @param path without query; pages with one are not for this cache.
   */
  through(path: string, render: () => Promise<Response>): Promise<Response>;
  /**
   * Forgets pages; called when something is published. Pages being rendered are not kept.
   *
   * @param concerns tells by its path whether a page is to be forgotten; without it all are.
   */
  flush(concerns?: (path: string) => boolean): void;
}

/** Keeps nothing: every page is rendered when it is asked for. */
export const noPageCache: PageCache = {
  answer: () => false,
  through: (_path, render) => render(),
  flush: () => {},
};

export function createPageCache(options: Partial<PageCacheOptions> = {}): PageCache {
  const { freshMs, maxBytes, now } = { ...defaults, ...options };
  const pages = createShelf(maxBytes);
  const rendering = new Map<string, Promise<Response>>();
  let generation = 0;

  async function render(path: string, make: () => Promise<Response>): Promise<Response> {
    const begun = generation;
    const response = await make();
    if (!isKept(response)) return response;
    const body = Buffer.from(await response.arrayBuffer());
    const etag = etagOf(body);
    const freshUntil = now() + freshMs;
    const known = pages.get(path);
    if (known?.etag === etag) known.freshUntil = freshUntil;
    else {
      const page = await compress(body, etag, response.headers, freshUntil);
      if (begun === generation) pages.put(path, page);
    }
    const headers = new Headers(response.headers);
    headers.set('ETag', etag);
    return new Response(body, { status: 200, headers });
  }

  return {
    answer(request, response) {
      if (request.method !== 'GET' && request.method !== 'HEAD') return false;
      const page = pages.get(request.url ?? '');
      if (page === undefined) return false;
      const time = now();
      if (time > page.freshUntil) {
        // This request renders the page; the next ones need not wait for it.
        page.freshUntil = time + renewalMs;
        return false;
      }
      send(page, request, response);
      return true;
    },
    async through(path, make) {
      const running = rendering.get(path) ?? render(path, make);
      rendering.set(path, running);
      try {
        return (await running).clone();
      } finally {
        if (rendering.get(path) === running) rendering.delete(path);
      }
    },
    flush(concerns = () => true) {
      generation += 1;
      for (const path of pages.paths()) if (concerns(path)) pages.drop(path);
      for (const path of rendering.keys()) if (concerns(path)) rendering.delete(path);
    },
  };
}

/** Pages within a bound of bytes. A Map keeps the order of insertion: what was read last leaves last. */
function createShelf(maxBytes: number) {
  const pages = new Map<string, KeptPage>();
  let bytes = 0;

  function drop(path: string): void {
    bytes -= pages.get(path)?.size ?? 0;
    pages.delete(path);
  }

  return {
    drop,
    paths: () => pages.keys(),
    get(path: string): KeptPage | undefined {
      const page = pages.get(path);
      if (page === undefined) return undefined;
      pages.delete(path);
      pages.set(path, page);
      return page;
    },
    put(path: string, page: KeptPage): void {
      drop(path);
      if (page.size > maxBytes / 8) return;
      pages.set(path, page);
      bytes += page.size;
      for (const oldest of pages.keys()) {
        if (bytes <= maxBytes) break;
        drop(oldest);
      }
    },
  };
}

function isKept(response: Response): boolean {
  if (response.status !== 200 || response.headers.has('Set-Cookie')) return false;
  return !/no-store|private/.test(response.headers.get('Cache-Control') ?? '');
}
