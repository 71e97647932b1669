export { createApp, type Answered, type AppDeps, type SignedIn } from './app.ts';
export { defaultLimits, type Limits } from './limits.ts';
export { listen, type Listening, type ListenOptions } from './listen.ts';
export {
  createPageCache,
  noPageCache,
  type PageCache,
  type PageCacheOptions,
} from './page-cache.ts';
export { serveCopy, type ServedCopy } from './served-copy.ts';
export { loadWebBuild, type WebBuild } from './web-build.ts';
export { stopRoute } from './stop-route.ts';
