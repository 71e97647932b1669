import type { Hono } from 'hono';
import type { RouterContextProvider } from 'react-router';
import { node } from '@countersign/proof/node';
import { sessionCookie } from '#accounts';
import type { Config } from '#platform/config';
import type { Log } from '#platform/logging';
import { createPageMaker } from '#publish';
import { houseContext } from '#web/context';
import { sql } from 'kysely';
import { readPressWords } from './press-words.ts';
import { readDossierWords } from './dossier-words.ts';
import type { RunningHouse } from './house.ts';
import {
  createApp,
  createPageCache,
  listen,
  noPageCache,
  type Listening,
  type ListenOptions,
  type WebBuild,
  stopRoute,
} from './web/http/index.ts';
import { stopMails } from '#letters';
import { deskCopyRoutes } from './web/desk/copies.ts';
import { countersignerRoutes } from './web/log/countersigner-routes.ts';
import { dossierRoutes } from './web/dossier/dossier-routes.ts';
import { embedRoutes } from './web/letters/embed-routes.ts';
import { listFileRoutes } from './web/letters/list-files.ts';
import { pressRoutes } from './web/letters/press-routes.ts';
import { rollRoutes } from './web/letters/roll-routes.ts';
import { logRoutes } from './web/log/log-routes.ts';
import { tellsOfLog } from './web/log/log-addresses.ts';
import { deskTakesFiles } from './web/desk/takes-files.ts';

export interface DoorOptions {
  readonly house: RunningHouse;
  readonly config: Config;
  readonly log: Log;
  readonly web: WebBuild;
  /** Asked before everything else; development puts Vite here. */
  readonly before?: ListenOptions['before'];
  /** False while pages are worked on: a kept one would not show the change. */
  readonly keepPages?: boolean;
}

/** Opens the port and answers: the shell, its cache, the pages. */
export async function openDoor(options: DoorOptions): Promise<Listening> {
  const { house, config, log, web, before, keepPages = true } = options;
  const pageCache = keepPages ? createPageCache() : noPageCache;
  house.onPublished((news) => pageCache.flush(news === 'record' ? undefined : tellsOfLog));
  const publicUrl = new URL(config.publicUrl);
  const { db } = house.database.main;
  const app = createApp({
    publicUrl,
    instance: () => house.instance(),
    web,
    pageCache,
    sessionCookie: sessionCookie(publicUrl).name,
    findSession: (token) => house.findSession(token),
    rememberLocale: async (actor, locale) => {
      await db.updateTable('account').set({ locale }).where('id', '=', actor.accountId).execute();
    },
    ready: async () => {
      if (!house.database.isAlive()) return false;
      try {
        await sql`select 1`.execute(db);
        return true;
      } catch {
        return false;
      }
    },
    answered: ({ requestId, method, area, status, durationMs }) => {
      log.info('answered', { requestId, method, route: area, status, ms: durationMs });
      house.metrics.observeRequest({ route: `/${area}`, method, status, ms: durationMs });
    },
    report: (error, requestId) => log.error('request failed', { requestId, error }),
    provide: (context: RouterContextProvider) => context.set(houseContext, house.forPages),
    trustedProxies: config.trustedProxies,
    routes: deskCopyRoutes({
      db,
      blobs: house.blobs,
      sessionCookie: sessionCookie(publicUrl).name,
      findSession: (token) => house.findSession(token),
    }),
    openRoutes: openRoutes(options),
    takesFiles: deskTakesFiles,
  });
  return listen({
    host: config.host,
    port: config.port,
    fetch: app.fetch,
    pageCache,
    ...(before && { before }),
  });
}

/**
 * What programs of other origins may do: read the log and what a stranger takes away of it; and, for mail
 * programs, stop mails.
 */
function openRoutes({ house, config, web }: DoorOptions): Hono[] {
  const deps = { readerDb: house.database.reader.db, files: house.log.files };
  const { publicUrl } = config;
  const page = createPageMaker(node, readDossierWords());
  const words = readPressWords();
  const maker = () => ({
    ...{ publicUrl, page, publisher: house.instance().name },
    demonstration: house.instance().demonstration,
    singleReviewer: house.forPages.singlePerson,
  });
  return [
    logRoutes({
      ...{ ...deps, publicUrl, sealScript: web.sealScript },
      demonstration: () => house.instance().demonstration,
    }),
    stopRoute((code) =>
      house.forPages.db
        .transaction()
        .execute((tx) => stopMails(tx, house.forPages.letterSealer, code)),
    ),
    countersignerRoutes(house.database.main.db, house.log.countersigner),
    rollRoutes(deps.readerDb),
    listFileRoutes({ readerDb: deps.readerDb, publicUrl }),
    embedRoutes({
      ...{ readerDb: deps.readerDb, publicUrl, words },
      publisher: () => house.instance().name,
    }),
    pressRoutes({ ...deps, words, maker, onChange: (forget) => house.onPublished(forget) }),
    dossierRoutes({
      ...deps,
      maker,
      verifyPage: async () => web.verifyPage?.(),
    }),
  ];
}
