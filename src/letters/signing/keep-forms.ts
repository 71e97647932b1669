import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { keptPlan, type Tx } from '#platform/database';
import { signalsOf, type Signals } from '../fraud/signals.ts';
import { storeWithheld, type KeptWithheld } from '../withheld/seal-form.ts';
import { agreedWordings, storeConsents, type Wording } from './consents.ts';
import type { Target } from './find-targets.ts';
import { consentPurposes } from './form-lists.ts';
import type { ReceivedForm } from './receive-signature.ts';
import { sealPerson } from './sealed-person.ts';
import { hashLink, type SignerKeys } from './signer-keys.ts';

/** Within which the same form sent again is a second click, and no second mail. */
const mailedMinutes = 10;

export interface FormToKeep {
  readonly keys: SignerKeys;
  readonly target: Target;
  readonly received: Omit<ReceivedForm, 'writeMail'>;
  /** Keyed hash by which one person is one signature. */
  readonly mailbox: Buffer;
  readonly via: 'smtp' | 'outbox';
  /** From `openWeek`: under which its network is hashed. */
  readonly week: Uint8Array;
  readonly withheld: KeptWithheld | undefined;
  /** Public id of the agent who signs for somebody: theirs is another form than the person's own. */
  readonly agent?: string;
}

/** A form as it is kept. */
export interface KeptForm {
  readonly id: string;
  readonly uid: string;
  readonly isNew: boolean;
  /** It is to be mailed: it is new, or its mail should long have come. */
  readonly isDue: boolean;
}

/** Keeps a form that waits for its word; the same form once. Its consents are kept with it. */
export async function keepForm(tx: Tx, form: FormToKeep): Promise<KeptForm> {
  const [kept] = await keepForms(tx, [form]);
  if (kept === undefined) throw new Error('a form was not kept');
  return kept;
}

/**
 * The same for many, in their order.
 *
 * @param forms of different mailboxes: of one it would depend on chance which came first.
 */
export async function keepForms(tx: Tx, forms: readonly FormToKeep[]): Promise<KeptForm[]> {
  const rows = forms.map(toRow);
  const created = await insertForms(tx, rows);
  const rest = rows.filter(({ uid }) => !created.has(uid));
  const known = rest.length === 0 ? new Map<string, Known>() : await findKnown(tx, rest);
  const kept = rows.map(({ uid, form }): KeptForm => {
    const id = created.get(uid);
    if (id !== undefined) return { id, uid, isNew: true, isDue: true };
    const before = known.get(form.toString('hex'));
    // It was taken back in this instant; whoever sends it once more is a new one.
    if (before === undefined) throw new Error('a form was neither new nor there');
    return { ...before, isNew: false };
  });
  await keepBeside(tx, rows, kept);
  return kept;
}

interface FormRow {
  readonly uid: string;
  readonly form: Buffer;
  readonly letterId: string;
  readonly columns: readonly unknown[];
  readonly signals: Signals;
  readonly wordings: readonly Wording[];
  readonly withheld: KeptWithheld | undefined;
}

function toRow({ keys, target, received, mailbox, via, week, withheld, agent }: FormToKeep) {
  const { person, appearance, consents } = received.form;
  const uid = randomUUID();
  const form = keys.form({
    text: received.text,
    ...{ person: { ...person }, appearance, languages: received.languages },
    consents: consentPurposes.filter((one) => consents.has(one)),
    // A sealed name is another one each time: no keyed hash of a name is kept that could be tried.
    ...(withheld && { withheld: withheld.sealed.id }),
    // Only where an address does not tell people apart.
    ...(person.address === '' && { mailbox: mailbox.toString('base64') }),
    ...(agent !== undefined && { agent }),
  });
  const { letterId, versionId } = target;
  const sealed = sealPerson(keys, uid, person, received.languages);
  const link = hashLink(keys.link(uid));
  return {
    ...{ uid, form, letterId, withheld },
    columns: [uid, letterId, versionId, mailbox, form, link, appearance, via, sealed],
    signals: signalsOf(keys, week, person, received.from),
    wordings: agreedWordings(received.wordings, consents),
  } satisfies FormRow;
}

/** Keeps forms and their signals. @returns ids of those that were not there, by their uid. */
async function insertForms(tx: Tx, rows: readonly FormRow[]): Promise<Map<string, string>> {
  const column = (at: number) => sql.val(rows.map(({ columns }) => columns[at]));
  const { rows: created } = await sql<{ id: string; uid: string }>`${keptPlan}
    with kept as (
      insert into letter_signature (uid, letter_id, version_id, mailbox, form, link, appearance, via,
        person)
      select * from unnest(${column(0)}::uuid[], ${column(1)}::bigint[], ${column(2)}::bigint[],
        ${column(3)}::bytea[], ${column(4)}::bytea[], ${column(5)}::bytea[], ${column(6)}::text[],
        ${column(7)}::text[], ${column(8)}::text[])
      on conflict (form) do nothing returning id, uid, letter_id
    ), noted as (
      insert into signature_signal (signature_id, letter_id, network, domain, alike, words)
      select k.id, k.letter_id, r.network, r.domain, r.alike, r.words
      from kept k join ${signalRows(rows)} using (uid)
    )
    select id, uid from kept`.execute(tx);
  return new Map(created.map(({ id, uid }) => [uid, id]));
}

/** Signals as rows `r`, by the uid that their form would have. */
function signalRows(rows: readonly FormRow[]) {
  const column = (name: keyof Signals) => sql.val(rows.map(({ signals }) => signals[name]));
  return sql`unnest(${sql.val(rows.map(({ uid }) => uid))}::uuid[], ${column('network')}::bigint[],
    ${column('domain')}::bigint[], ${column('alike')}::bigint[], ${column('words')}::bigint[])
    as r(uid, network, domain, alike, words)`;
}

type Known = Omit<KeptForm, 'isNew'>;

/** Forms that were sent before, by their hash; those whose mail should long have come are new from now on. */
async function findKnown(tx: Tx, rows: readonly FormRow[]): Promise<Map<string, Known>> {
  const forms = sql.val(rows.map(({ form }) => form));
  // Held in the order in which those who confirm hold them, or each would wait for the other.
  const { rows: known } = await sql<Known & { form: string }>`
    with held as (
      select id from letter_signature where form = any(${forms}::bytea[])
      order by id for no key update
    ), due as (
      update letter_signature g set received_at = now() from held where g.id = held.id
        and g.state = 'waiting'
        and g.received_at < now() - make_interval(mins => ${mailedMinutes})
      returning g.id
    )
    select g.id, g.uid, encode(g.form, 'hex') as form, due.id is not null as "isDue"
    from letter_signature g left join due on due.id = g.id
    where g.form = any(${forms}::bytea[])`.execute(tx);
  return new Map(known.map(({ form, ...one }) => [form, one]));
}

/** Of the new their consents and sealed names; of those mailed again the signals, where they were destroyed since. */
async function keepBeside(
  tx: Tx,
  rows: readonly FormRow[],
  kept: readonly KeptForm[],
): Promise<void> {
  const both = rows.flatMap((row, at) => {
    const form = kept[at];
    return form?.isDue === true ? [{ ...row, id: form.id, isNew: form.isNew }] : [];
  });
  const created = both.filter(({ isNew }) => isNew);
  const again = both.filter(({ isNew }) => !isNew);
  if (again.length > 0) {
    const pairs = sql`unnest(${sql.val(again.map(({ id }) => id))}::bigint[],
      ${sql.val(again.map(({ uid }) => uid))}::uuid[]) as k(id, uid)`;
    await sql`
      insert into signature_signal (signature_id, letter_id, network, domain, alike, words)
      select g.id, g.letter_id, r.network, r.domain, r.alike, r.words
      from ${pairs} join ${signalRows(again)} using (uid) join letter_signature g on g.id = k.id
      on conflict do nothing`.execute(tx);
  }
  await storeConsents(
    tx,
    created.map(({ id, wordings }) => ({ signatureId: id, wordings })),
  );
  for (const { id, letterId, withheld } of created) {
    if (withheld !== undefined) await storeWithheld(tx, { id, letterId }, withheld);
  }
}
