import {
  dispatchHandler,
  dropUnconfirmedHandler,
  eraseDueHandler,
  keepUpFraudHandler,
  makeRollsHandler,
  startCourse,
  startTallies,
  settleVouchedHandler,
  updateHandlers,
  withheldHandler,
  type LetterSealer,
} from '#letters';
import { systemClock } from '#platform/clock';
import type { Db } from '#platform/database';
import type { JobHandler } from '#platform/jobs';
import type { Log } from '#platform/logging';
import type { Mailer } from '#platform/mail';
import { invitationWriter } from './invitation-words.ts';
import { expiredWriter, openingWriter } from './opening-words.ts';

export interface LetterWorkParts {
  readonly db: Db;
  readonly sealer: LetterSealer;
  readonly mailer: Mailer;
  readonly log: Log;
  readonly publicUrl: URL;
  readonly instanceName: () => string;
}

/** What letters need done while nobody asks: jobs, and what is kept up by the second. */
export interface LetterWork {
  readonly handlers: readonly JobHandler[];
  start(): { close(): Promise<void> };
}

export function letterWork(parts: LetterWorkParts): LetterWork {
  const { db, sealer, mailer, log } = parts;
  const writeNotice = openingWriter(parts.publicUrl, parts.instanceName);
  const writeExpired = expiredWriter(parts.instanceName);
  const writeInvitation = invitationWriter(parts.publicUrl, parts.instanceName);
  return {
    handlers: [
      dropUnconfirmedHandler(db, systemClock),
      makeRollsHandler(db),
      keepUpFraudHandler(db, systemClock),
      eraseDueHandler(db, systemClock),
      settleVouchedHandler({ db, clock: systemClock, sealer }),
      dispatchHandler({ db, sealer, mailer, writeInvitation }),
      withheldHandler({ db, clock: systemClock, sealer, mailer, writeNotice, writeExpired }),
      ...updateHandlers({ db, clock: systemClock, sealer, mailer }),
    ],
    start() {
      const tallies = startTallies(db, (error) =>
        log.warn('signatures were not counted', { error }),
      );
      const course = startCourse(db, systemClock, (error) =>
        log.warn('the course of letters was not kept', { error }),
      );
      return {
        async close() {
          await Promise.all([tallies.close(), course.close()]);
        },
      };
    },
  };
}
