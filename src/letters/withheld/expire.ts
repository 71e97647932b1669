import { sql } from 'kysely';
import type { Db, Tx } from '#platform/database';
import { forgetSignature } from '../signing/forget-signature.ts';
import type { KeptSignature } from '../signing/log-signature.ts';
import { readSignatures } from '../signing/signer-link.ts';
import { titleFor, titlesOfVersion, type Titled } from '../translating/text-titles.ts';
import { dayOf } from './groups.ts';
import type { RoundMeans } from './rounds.ts';

/** For how long after the last day a round that has begun can be brought to its end. */
const graceDays = 30;

const atOnce = 200;

interface Expired extends KeptSignature, Titled {
  readonly letterId: string;
  readonly state: string;
  readonly isCounted: boolean;
}

/**
 * Forgets signatures whose rule was not met in time: ciphertext, shares, row, and what opens them in the
 * log. What remains is a number; who had confirmed is told. A round that has begun is waited for, for 30 days.
 *
 * @returns how many.
 */
export async function expireWithheld(db: Db, means: RoundMeans, now: Date): Promise<number> {
  const late = dayOf(new Date(now.getTime() - graceDays * 86_400_000));
  let expired = 0;
  for (;;) {
    const count = await db.transaction().execute(async (tx) => {
      const { rows } = await sql<Expired>`
        select g.id, g.uid, g.entry, g.letter_id as "letterId", g.state, l.language,
          ${titlesOfVersion(sql`g.version_id`)} as titles,
          (g.affirms = 'first' and g.verification is not null) as "isCounted"
        from letter_withheld w join letter_signature g on g.id = w.signature_id
        join letter l on l.id = g.letter_id
        where w.rule ->> 'until' < ${dayOf(now)}
          and (w.round_id is null or w.rule ->> 'until' < ${late})
        order by g.id limit ${atOnce} for no key update of g skip locked`.execute(tx);
      await tellExpired(tx, means, rows);
      for (const signature of rows) await forgetSignature(tx, signature);
      const counted = rows.filter(({ isCounted }) => isCounted);
      for (const letterId of new Set(counted.map((one) => one.letterId))) {
        const signed = counted.filter((one) => one.letterId === letterId).length;
        await sql`
          insert into letter_left (letter_id, how, signed) values (${letterId}, 'expired', ${signed})
          on conflict (letter_id, day, how) do update
            set signed = letter_left.signed + excluded.signed`.execute(tx);
      }
      await sql`
        update letter_round r set state = 'ended', identity = null, digest = null
        where r.state not in ('opened','ended')
          and r.letter_id in (select letter_id from letter_panel where until < ${late}::date)
          and not exists (select from letter_withheld w where w.round_id = r.id)`.execute(tx);
      return rows.length;
    });
    expired += count;
    if (count < atOnce) return expired;
  }
}

/** The mail is about nothing that is kept: it would be taken back with the signature. */
async function tellExpired(
  tx: Tx,
  { sealer, mailer, writeExpired }: RoundMeans,
  expired: readonly Expired[],
): Promise<void> {
  const told = new Map(
    expired.filter(({ state }) => state !== 'waiting').map((one) => [one.id, one]),
  );
  if (told.size === 0) return;
  const ids = sql.val([...told.keys()]);
  const signatures = await readSignatures(tx, sealer, sql`g.id = any(${ids}::bigint[])`, atOnce);
  const mails = signatures
    .filter(({ person }) => person.address !== '')
    .map(({ id, person: { address, locale } }) => ({
      ...{ to: address, kind: 'letter.expired' },
      ...writeExpired({ locale, title: titleFor(told.get(id), locale) }),
    }));
  if (mails.length > 0) await mailer.sendAll(tx, mails);
}
