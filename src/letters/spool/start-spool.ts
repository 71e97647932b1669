import { setTimeout as after } from 'node:timers/promises';
import { sql } from 'kysely';
import type { Log } from '#platform/logging';
import { NotSpooled } from '#platform/spool';
import { LetterRefusal } from '../letter-refusal.ts';
import type { LetterSealer } from '../signing/signer-keys.ts';
import { drainRecord, forgetTaken, type SpoolDrain } from './drain-spool.ts';
import { spoolIdentity } from './spool-key.ts';
import { sameForm, writeSpooled, type SpooledForm } from './spooled-form.ts';

/** Where forms wait while the database is away. */
export interface SignatureSpool {
  /** The database did not answer lately: nobody need wait for it in vain. */
  isAway(): boolean;
  /** It did not answer. What came of asking again every second is known to `isAway`. */
  noteAway(): void;
  /**
   * Keeps a form until the database is back; durable when this resolves. The same form again is one.
   *
   * @throws LetterRefusal `sign-unkept`: nothing was kept.
   */
  keep(form: SpooledForm): Promise<void>;
  close(): Promise<void>;
}

export interface SpoolParts extends SpoolDrain {
  readonly sealer: LetterSealer;
  readonly log: Log;
  readonly restMs?: number;
}

const restMs = 1_000;
// One that fails for another reason than the database must not hold up all others, nor fill the log.
const firstWaitMs = 5_000;
const longestWaitMs = 10 * 60_000;

/**
 * Takes in what waits as soon as the database answers, one record after another, for as long as the process
 * runs.
 *
 * @param parts `db` with bounds of its own on waiting: a database that keeps silent must not keep us.
 */
export function startSpool(parts: SpoolParts): SignatureSpool {
  const { spool, log } = parts;
  const stop = new AbortController();
  let away = false;
  if (spool.waiting() > 0) log.info('signatures wait for the database', { count: spool.waiting() });
  const running = run();
  return {
    isAway: () => away,
    noteAway() {
      if (!away) log.warn('the database is away; signatures wait in a folder');
      away = true;
    },
    async keep(form) {
      try {
        await spool.add(writeSpooled(form), sameForm(form));
      } catch (error) {
        if (!(error instanceof NotSpooled)) throw error;
        log.error('a signature could not be kept', { code: error.code, error: error.cause });
        throw new LetterRefusal({ code: 'sign-unkept' }, { cause: error });
      }
    },
    async close() {
      stop.abort();
      await running;
    },
  };

  async function run(): Promise<void> {
    const troubled = new Map<string, { readonly waitMs: number; readonly untilMs: number }>();
    while (!stop.signal.aborted) {
      await after(parts.restMs ?? restMs, undefined, { signal: stop.signal }).catch(() => {});
      if (stop.signal.aborted || (!away && spool.waiting() === 0)) continue;
      try {
        await sql`select 1`.execute(parts.db);
        if (away) log.info('the database answers again', { count: spool.waiting() });
        away = false;
        await drainAll(parts, stop.signal, troubled);
      } catch {
        // Told when it went; it is asked again in a second.
        away = true;
      }
    }
  }
}

/** @throws when the database does not answer any more. */
async function drainAll(
  parts: SpoolParts,
  signal: AbortSignal,
  troubled: Map<string, { readonly waitMs: number; readonly untilMs: number }>,
): Promise<void> {
  const { spool, db, sealer, log } = parts;
  const names = spool.names().filter((name) => (troubled.get(name)?.untilMs ?? 0) < Date.now());
  if (names.length === 0) return;
  const identity = await spoolIdentity(db, sealer);
  const counts = { signed: 0, refused: 0, aside: 0 };
  for (const name of names) {
    if (signal.aborted) return;
    try {
      counts[await drainRecord(parts, name, identity)] += 1;
      troubled.delete(name);
    } catch (error) {
      // Throws in its turn when it is the database that is away.
      await sql`select 1`.execute(db);
      const waitMs = Math.min((troubled.get(name)?.waitMs ?? firstWaitMs / 2) * 2, longestWaitMs);
      troubled.set(name, { waitMs, untilMs: Date.now() + waitMs });
      log.error('a signature that waits was not taken in', { error });
    }
  }
  await forgetTaken(db);
  log.info('signatures that waited are taken in', { count: counts.signed });
  if (counts.refused > 0)
    log.warn('signatures that waited were refused', { count: counts.refused });
  if (counts.aside > 0) log.error('files of the spool do not open', { count: counts.aside });
}
