import { randomBytes } from 'node:crypto';
import { Hono, type Context } from 'hono';
import { compress } from 'hono/compress';
import { getCookie, setCookie } from 'hono/cookie';
import { RouterContextProvider } from 'react-router';
import type { Actor } from '#accounts';
import { BatchesFull } from '#platform/batching';
import { isDatabaseAway } from '#platform/database';
import { isLocale, type Locale } from '#platform/languages';
import { pageContext, type BrowserSession, type Instance } from '#web/context';
import { hungUpStatus, isHangUp } from '../hang-up.ts';
import { clientAddress } from './client-address.ts';
import { errorPage, type ErrorStatus } from './error-page.ts';
import { secure, securityHeaders, setHeaders } from './headers.ts';
import { health } from './health.ts';
import * as limit from './limits.ts';
import { isReadable } from './readable-address.ts';
import { languageCookie, localeOf, localeOfPath } from './locale.ts';
import type { Wire } from './listen.ts';
import type { PageCache } from './page-cache.ts';
import { mayAct, onPublicUrl } from './same-origin.ts';
import { sameSitePath } from './same-site-path.ts';
import type { WebBuild } from './web-build.ts';

/** Who is behind a session cookie. */
export interface SignedIn {
  readonly actor: Actor;
  readonly session: BrowserSession;
  /** The language the person chose; anything else is taken as not chosen. */
  readonly locale: string;
}

/** One answered request, for the log and the metrics: no address, no path, no person. */
export interface Answered {
  readonly requestId: string;
  readonly method: string;
  /** First step of the path where it is one of ours (`desk`, `fa`), else `other`: the rest may hold a token. */
  readonly area: string;
  readonly status: number;
  readonly durationMs: number;
}

/** What the shell needs from the house; plain functions, so that tests need no house. */
export interface AppDeps {
  /** Where readers reach us; a bare origin. */
  readonly publicUrl: URL;
  /** Read for every request: a first sample makes an instance a demonstration while it runs. */
  readonly instance: () => Instance;
  readonly web: WebBuild;
  readonly pageCache: PageCache;
  readonly sessionCookie: string;
  /** Finds a live session by the token of its cookie, which anyone may have written. */
  readonly findSession: (token: string) => Promise<SignedIn | undefined>;
  /** Keeps the language someone with an account switched to. */
  readonly rememberLocale: (actor: Actor, locale: Locale) => Promise<void>;
  /** Never rejects. */
  readonly ready: () => Promise<boolean>;
  readonly answered: (request: Answered) => void;
  readonly report: (error: unknown, requestId: string) => void;
  /** Gives pages more than `pageContext`: connections, mail, jobs. */
  readonly provide?: (context: RouterContextProvider) => void;
  /** Routes beside the pages (copies, tiles, JSON), tried before them. */
  readonly routes?: Hono;
  /** Routes for programs of other origins (the log), before the origin check; they guard themselves. */
  readonly openRoutes?: readonly Hono[];
  /** Paths whose forms carry files. */
  readonly takesFiles?: (path: string) => boolean;
  readonly limits?: limit.Limits;
  /** How many proxies before us may be believed about the client's address; none unless said. */
  readonly trustedProxies?: number;
}

interface Env {
  Bindings: Wire;
  Variables: { requestId: string };
}

/** The whole HTTP side: limits, headers, health, files, then the pages. Opens no port. */
export function createApp(deps: AppDeps): Hono<Env> {
  const limits = deps.limits ?? limit.defaultLimits;
  const app = new Hono<Env>();
  app.use(watch(deps));
  app.use(secure(deps.publicUrl.protocol === 'https:'));
  app.onError((error, c) => {
    if (isHangUp(error, c.req.raw.signal)) return hungUp();
    if (error instanceof limit.Overload) return refuse(c, deps, error.status);
    deps.report(error, c.var.requestId);
    return refuse(c, deps, mayComeAgain(error) ? 503 : 500);
  });
  // In the words of any missing page: a thing that is hidden must not have an answer of its own.
  app.notFound((c) => refuse(c, deps, 404));
  app.route('/', health(deps.ready));
  app.use(limit.limitUrl(limits), limit.limitInFlight(limits));
  for (const routes of deps.openRoutes ?? []) app.route('/', routes);
  app.use(deps.web.files);
  app.use(async (c, next) => (isReadable(c.req.url) ? next() : refuse(c, deps, 404)));
  app.use(async (c, next) => {
    if (!mayAct(c.req.method, c.req.raw.headers, deps.publicUrl.origin)) {
      return refuse(c, deps, 403);
    }
    return next();
  });
  app.use(limit.limitBody(limits, deps.takesFiles ?? (() => false)));
  if (deps.routes !== undefined) app.route('/', deps.routes);
  app.get('/', (c) => toFrontPage(c));
  app.post('/language', (c) => switchLanguage(c, deps));
  app.use(compress());
  app.all('*', (c) => answerPage(c, deps));
  return app;
}

function watch(deps: AppDeps) {
  return async (c: Context<Env>, next: () => Promise<void>): Promise<void> => {
    const begun = performance.now();
    const requestId = randomBytes(9).toString('base64url');
    c.set('requestId', requestId);
    await next();
    deps.answered({
      requestId,
      method: c.req.method,
      area: areaOf(c.req.path),
      status: c.res.status >= 500 && c.req.raw.signal.aborted ? hungUpStatus : c.res.status,
      durationMs: performance.now() - begun,
    });
  };
}

const areas = new Set([
  'desk',
  'account',
  'assets',
  'healthz',
  'readyz',
  'log',
  'countersigner',
  'dossier',
  'letters',
  'en',
  'fr',
  'fa',
]);

function areaOf(path: string): string {
  const [, first = ''] = path.split('/', 2);
  return areas.has(first) ? first : 'other';
}

async function answerPage(c: Context<Env>, deps: AppDeps): Promise<Response> {
  const { path, method } = c.req;
  const isPublic = localeOfPath(path) !== undefined;
  const isRead = method === 'GET' || method === 'HEAD';
  const isWhole = isRead && !c.req.url.includes('?') && !path.endsWith('.data');
  // A HEAD is rendered as a GET, so that what is kept has a body.
  const render = () => renderPage(c, deps, isPublic, isWhole && isPublic ? 'GET' : method);
  const response =
    isPublic && isWhole ? await deps.pageCache.through(path, render) : await render();
  const isBare = response.status >= 500 && !isHtml(response);
  if (isBare && c.req.raw.signal.aborted) return hungUp();
  return isBare ? refuse(c, deps, 500) : response;
}

function hungUp(): Response {
  return new Response(null, { status: hungUpStatus });
}

async function renderPage(
  c: Context<Env>,
  deps: AppDeps,
  isPublic: boolean,
  method: string,
): Promise<Response> {
  const { requestId } = c.var;
  let isAway = false;
  const token = isPublic ? undefined : getCookie(c, deps.sessionCookie);
  const signedIn = token === undefined ? undefined : await deps.findSession(token);
  const context = new RouterContextProvider();
  context.set(pageContext, {
    locale: readLocale(c, signedIn?.locale),
    nonce: randomBytes(16).toString('base64url'),
    actor: signedIn?.actor,
    session: signedIn?.session,
    instance: deps.instance(),
    sealScript: deps.web.sealScript,
    clientAddress: addressOf(c, deps),
    requestId,
    report: (error) => {
      isAway ||= mayComeAgain(error);
      if (!isHangUp(error, c.req.raw.signal)) deps.report(error, requestId);
    },
  });
  deps.provide?.(context);
  const request = onPublicUrl(c.req.raw, deps.publicUrl, method);
  const response = await deps.web.answer(request, context);
  // A page that broke because the database is away is not broken: say when to come again.
  if (isAway && response.status >= 500) return refuse(c, deps, 503);
  if (!response.headers.has('Cache-Control')) {
    const shared = isPublic && response.status === 200;
    response.headers.set(
      'Cache-Control',
      shared ? 'public, max-age=0, must-revalidate' : 'private, no-store',
    );
  }
  if (isPublic) response.headers.append('Vary', 'Accept-Encoding');
  // Here and not on the way out: a kept page is sent again without asking anybody.
  setHeaders(response.headers, securityHeaders(deps.publicUrl.protocol === 'https:'));
  return response;
}

/** Whether nothing is wrong with what was asked, only with the moment. */
function mayComeAgain(error: unknown): boolean {
  return isDatabaseAway(error) || error instanceof BatchesFull;
}

function addressOf(c: Context<Env>, deps: AppDeps): string | undefined {
  // A test without a port has no bindings at all.
  const wire: Wire | undefined = c.env;
  const forwardedFor = c.req.header('X-Forwarded-For');
  return clientAddress(wire?.address, forwardedFor, deps.trustedProxies ?? 0);
}

function isHtml(response: Response): boolean {
  return response.headers.get('Content-Type')?.startsWith('text/html') ?? false;
}

function readLocale(c: Context<Env>, account?: string): Locale {
  return localeOf({
    path: c.req.path,
    account,
    cookie: getCookie(c, languageCookie),
    asked: c.req.query('language'),
    acceptLanguage: c.req.header('Accept-Language'),
  });
}

function refuse(c: Context<Env>, deps: AppDeps, status: ErrorStatus): Response {
  const html = errorPage(status, readLocale(c), c.var.requestId, deps.web.stylesheets);
  c.header('Cache-Control', 'private, no-store');
  if (status === 503) c.header('Retry-After', '60');
  return c.html(html, status);
}

function toFrontPage(c: Context<Env>): Response {
  c.header('Vary', 'Accept-Language, Cookie');
  c.header('Cache-Control', 'private, no-store');
  return c.redirect(`/${readLocale(c)}`, 302);
}

const yearSeconds = 365 * 24 * 60 * 60;

async function switchLanguage(c: Context<Env>, deps: AppDeps): Promise<Response> {
  // A body that is no form says no language.
  const form = await c.req.parseBody().catch(() => undefined);
  const locale = form?.['locale'];
  if (!isLocale(locale)) return refuse(c, deps, 400);
  const token = getCookie(c, deps.sessionCookie);
  const signedIn = token === undefined ? undefined : await deps.findSession(token);
  if (signedIn !== undefined) await deps.rememberLocale(signedIn.actor, locale);
  setCookie(c, languageCookie, locale, {
    path: '/',
    httpOnly: true,
    sameSite: 'Lax',
    secure: deps.publicUrl.protocol === 'https:',
    maxAge: yearSeconds,
  });
  return c.redirect(sameSitePath(form?.['to'], '/'), 303);
}
