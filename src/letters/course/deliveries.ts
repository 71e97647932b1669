import { sql } from 'kysely';
import type { Appearance, Verification } from '@countersign/letter';
import { may, scopesOf, type Actor } from '#accounts';
import { currentDocuments, type PublicDelivery } from '#editions';
import { boundsOf, parseEdtf } from '#platform/calendar';
import { asUid, isKeepable, type Db, type Tx } from '#platform/database';
import { LetterRefusal } from '../letter-refusal.ts';
import { holdLetter } from '../letters.ts';
import type { DeliveryWay } from '../signing/form-lists.ts';

/** Signatures at a moment: people, each once; by each class alone, so that no small group stands out. */
export interface SignedCount {
  readonly total: number;
  readonly appearance: Partial<Readonly<Record<Appearance, number>>>;
  readonly verification: Partial<Readonly<Record<Verification, number>>>;
}

export interface DeliveryInput {
  /** To whom: as the text names them, or as they are. */
  readonly addressee: string;
  /** EDTF. */
  readonly deliveredOn: string;
  readonly how: DeliveryWay;
  readonly byWhom: string;
  /** EDTF; absent while nothing came back. */
  readonly acknowledgedOn?: string | undefined;
  readonly answeredOn?: string | undefined;
  readonly answer?: string | undefined;
  /** The public page of the source that holds the answer. */
  readonly source?: string | undefined;
  /** What changed since, as far as it is known. */
  readonly changed?: string | undefined;
}

export interface Delivery extends DeliveryInput {
  readonly uid: string;
  /** When it was written down. */
  readonly signed: SignedCount;
  readonly dropped: boolean;
  /** To be handed back with a change. */
  readonly revision: number;
}

/** Deliveries of a letter, the first first; none of one that is not for this actor. */
export async function listDeliveries(db: Db, actor: Actor, letter: string): Promise<Delivery[]> {
  if (!may(actor, 'letter.write')) return [];
  const { rows } = await sql<Delivery>`
    select v.uid, v.addressee, v.delivered_on as "deliveredOn", v.how, v.by_whom as "byWhom", v.signed,
      v.acknowledged_on as "acknowledgedOn", v.answered_on as "answeredOn", v.answer, v.source,
      v.changed, v.dropped, v.revision
    from letter l join letter_delivery v on v.letter_id = l.id
    where l.uid = ${asUid(letter)} and l.scope_id = any(${sql.val(scopesOf(actor))}::integer[])
    order by v.id`.execute(db);
  return rows;
}

/**
 * Writes down that a letter was delivered. Readers see it with the letter's next edition, which another
 * person decides on. How many had signed is taken from the count as it is now.
 *
 * @returns its uid.
 * @throws LetterRefusal `delivery-addressee`, `delivery-by`, `delivery-day`, `delivery-future` for a day that has
 * begun nowhere, `delivery-source`, `bad-characters`, `letter-unapproved`.
 */
export async function addDelivery(
  tx: Tx,
  actor: Actor,
  letter: string,
  input: DeliveryInput,
  now: Date,
): Promise<string> {
  const { id } = await holdLetter(tx, actor, letter);
  await assertWhole(tx, input, now);
  const signed = await countSigned(tx, id);
  const { rows } = await sql<{ uid: string }>`
    insert into letter_delivery (letter_id, author_id, signed, addressee, delivered_on, how, by_whom,
      acknowledged_on, answered_on, answer, source, changed)
    select ${id}, ${actor.accountId}, ${JSON.stringify(signed)}, ${sql.join(columnsOf(input))}
    where exists (select from letter_version where letter_id = ${id} and state = 'approved')
    returning uid`.execute(tx);
  const [row] = rows;
  if (row === undefined) throw new LetterRefusal({ code: 'letter-unapproved' });
  return row.uid;
}

/**
 * Corrects or completes what was written down; what was published stands until the next edition.
 *
 * @param revision of what was read before.
 * @param dropped that it was written down by mistake.
 * @throws LetterRefusal `delivery-changed` when somebody else has written since; as `addDelivery`.
 */
export async function changeDelivery(
  tx: Tx,
  actor: Actor,
  letter: string,
  delivery: string,
  {
    revision,
    dropped = false,
    ...input
  }: DeliveryInput & { readonly revision: number; readonly dropped?: boolean },
  now: Date,
): Promise<void> {
  const { id } = await holdLetter(tx, actor, letter);
  await assertWhole(tx, input, now);
  const { rows } = await sql`
    update letter_delivery set (addressee, delivered_on, how, by_whom, acknowledged_on, answered_on,
      answer, source, changed) = row(${sql.join(columnsOf(input))}),
      dropped = ${dropped}, revision = revision + 1
    where letter_id = ${id} and uid = ${asUid(delivery)} and revision = ${revision}
    returning id`.execute(tx);
  if (rows.length === 0) throw new LetterRefusal({ code: 'delivery-changed' });
}

function columnsOf(input: DeliveryInput) {
  const text = (value: string | undefined) => sql`${value ?? null}::text`;
  return [
    ...[input.addressee.trim(), input.deliveredOn, input.how, input.byWhom.trim()].map(text),
    ...[input.acknowledgedOn, input.answeredOn].map(text),
    text(input.answer?.trim() ?? ''),
    sql`${input.source === undefined ? null : asUid(input.source)}::uuid`,
    text(input.changed?.trim() ?? ''),
  ];
}

async function assertWhole(db: Db, input: DeliveryInput, now: Date): Promise<void> {
  const { addressee, byWhom, deliveredOn, acknowledgedOn, answeredOn, source } = input;
  const { answer = '', changed = '' } = input;
  if (!isKeepable(input)) throw new LetterRefusal({ code: 'bad-characters' });
  if (addressee.trim() === '' || addressee.length > 2_000) {
    throw new LetterRefusal({ code: 'delivery-addressee', field: 'addressee' });
  }
  if (byWhom.trim() === '' || byWhom.length > 300) {
    throw new LetterRefusal({ code: 'delivery-by', field: 'byWhom' });
  }
  for (const [field, day] of Object.entries({ deliveredOn, acknowledgedOn, answeredOn })) {
    if (day !== undefined) refuseDay(day, field, now);
  }
  const isAnswered = answer.trim() !== '' || source !== undefined;
  if (isAnswered && answeredOn === undefined) {
    throw new LetterRefusal({ code: 'delivery-day', field: 'answeredOn' });
  }
  if (answer.length > 5_000 || changed.length > 5_000) {
    throw new LetterRefusal({ code: 'delivery-long', field: 'answer' });
  }
  if (source === undefined) return;
  const page = (await currentDocuments(db, [source])).get(asUid(source) ?? '');
  if (page?.document.kind !== 'source') {
    throw new LetterRefusal({ code: 'delivery-source', field: 'source' });
  }
}

function refuseDay(day: string, field: string, now: Date): void {
  const parsed = parseEdtf(day);
  if (!parsed.ok) throw new LetterRefusal({ code: 'delivery-day', field });
  // A month that has begun may be told before it is over.
  if ((boundsOf(parsed.edtf).earliest ?? '') > dayAhead(now)) {
    throw new LetterRefusal({ code: 'delivery-future', field });
  }
}

/** The day that it is where days begin first. */
function dayAhead(now: Date): string {
  return new Date(now.getTime() + 14 * 3_600_000).toISOString().slice(0, 10);
}

/** People who have signed, as last counted. */
export async function countSigned(db: Db, letterId: string): Promise<SignedCount> {
  const { rows } = await sql<SignedCount>`
    with t as (
      select appearance, verification, sum(signed)::integer as n from letter_tally
      where letter_id = ${letterId} and affirms = 'first' group by appearance, verification
    )
    select coalesce(sum(n), 0)::integer as total,
      (select coalesce(jsonb_object_agg(appearance, n), '{}') from
        (select appearance, sum(n)::integer as n from t group by appearance) a) as appearance,
      (select coalesce(jsonb_object_agg(verification, n), '{}') from
        (select verification, sum(n)::integer as n from t group by verification) v) as verification
    from t`.execute(db);
  return rows[0] ?? { total: 0, appearance: {}, verification: {} };
}

/** What the letter's edition tells of deliveries. */
export function publicDeliveries(deliveries: readonly Delivery[]): PublicDelivery[] {
  return deliveries
    .filter(({ dropped }) => !dropped)
    .map(({ uid, addressee, deliveredOn, how, byWhom, signed, ...after }): PublicDelivery => {
      const { acknowledgedOn, answeredOn, answer, source, changed } = after;
      const said = {
        ...(isSaid(answer) && { answer }),
        ...(isSaid(source) && { source }),
      };
      return {
        ...{ uid, addressee, on: deliveredOn, how, by: byWhom },
        signed: { ...signed },
        ...(isSaid(acknowledgedOn) && { acknowledged: acknowledgedOn }),
        ...(isSaid(answeredOn) && { answered: { on: answeredOn, ...said } }),
        ...(isSaid(changed) && { changed }),
      };
    });
}

// Columns that hold nothing are null or empty.
function isSaid(value: string | null | undefined): value is string {
  return value !== null && value !== undefined && value !== '';
}
