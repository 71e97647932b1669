import { sql } from 'kysely';
import {
  formatVkey,
  parseVkey,
  ProofError,
  signatureTypes,
  type NoteKey,
} from '@countersign/proof';
import { node } from '@countersign/proof/node';
import { may, writeAudit, type Actor } from '#accounts';
import { asUid, type Tx } from '#platform/database';
import { isForbiddenHost } from '#platform/outbound';
import { logChannel } from './enqueue-entries.ts';
import { LogRefusal } from './log-refusal.ts';

/**
 * Adds who countersigns our log, from the line their people gave: a verifier key and an address, in
 * either order, by a space.
 *
 * @param name as readers shall see it; without one, the host of the address. What the key is named
 *   says nothing to a reader.
 * @throws LogRefusal.
 */
export async function addCountersigner(
  tx: Tx,
  actor: Actor,
  line: string,
  name = '',
): Promise<string> {
  requireManager(actor);
  const { key, url } = parseLine(line, signatureTypes.cosignature);
  if (url === undefined) throw new LogRefusal({ code: 'log-url-malformed', field: 'line' });
  const verifierKey = formatVkey(key);
  const own = await tx
    .selectFrom('log_countersigner')
    .select(['uid', 'removed_at'])
    .where('verifier_key', '=', verifierKey)
    .executeTakeFirst();
  if (own !== undefined && own.removed_at === null) {
    throw new LogRefusal({ code: 'log-key-known', field: 'line' });
  }
  const values = {
    name: name.replaceAll(/\s+/g, ' ').trim().slice(0, longestName) || new URL(url).host,
    url,
    added_by: actor.accountId,
  };
  const { uid } = await tx
    .insertInto('log_countersigner')
    .values({ verifier_key: verifierKey, ...values })
    .onConflict((conflict) =>
      conflict
        .column('verifier_key')
        .doUpdateSet({ ...values, removed_at: null, added_at: new Date() }),
    )
    .returning('uid')
    .executeTakeFirstOrThrow();
  await changed(tx, actor, 'countersigner.added', uid);
  return uid;
}

/** Nobody asks this countersigner any more; what it signed stays. @throws LogRefusal. */
export async function removeCountersigner(tx: Tx, actor: Actor, uid: string): Promise<void> {
  requireManager(actor);
  const { numUpdatedRows } = await tx
    .updateTable('log_countersigner')
    .set({ removed_at: new Date() })
    .where('uid', '=', asUid(uid) ?? null)
    .where('removed_at', 'is', null)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) throw new LogRefusal({ code: 'log-not-there' });
  const { rows } = await sql<{ possible: boolean }>`
    select coalesce((select (value #>> '{}')::integer from setting where key = 'log-quorum'), 0)
      <= (select count(*) from log_countersigner where removed_at is null) as possible`.execute(tx);
  if (rows[0]?.possible !== true) {
    throw new LogRefusal({ code: 'log-quorum-impossible' });
  }
  await changed(tx, actor, 'countersigner.removed', uid);
}

/** How many must have countersigned before a checkpoint is published. @throws LogRefusal. */
export async function setQuorum(tx: Tx, actor: Actor, quorum: number): Promise<void> {
  requireManager(actor);
  const { count } = await tx
    .selectFrom('log_countersigner')
    .select((eb) => eb.fn.countAll<string>().as('count'))
    .where('removed_at', 'is', null)
    .executeTakeFirstOrThrow();
  if (!Number.isInteger(quorum) || quorum < 0 || quorum > Number(count)) {
    throw new LogRefusal({ code: 'log-quorum-impossible', field: 'quorum' });
  }
  await sql`
    insert into setting (key, value) values ('log-quorum', ${JSON.stringify(quorum)}::jsonb)
    on conflict (key) do update set value = excluded.value`.execute(tx);
  await changed(tx, actor, 'log.quorum', undefined, { quorum });
}

/**
 * Adds a log that this instance countersigns, from the line its people gave. Of one that is
 * countersigned already it adds another key: what was seen of the log stays.
 *
 * @throws LogRefusal.
 */
export async function addWitnessedLog(tx: Tx, actor: Actor, line: string): Promise<string> {
  requireManager(actor);
  const { key, url } = parseLine(line, signatureTypes.ed25519);
  const verifierKey = formatVkey(key);
  const isOwn = await tx
    .selectFrom('log_key')
    .select('id')
    .where('verifier_key', '=', verifierKey)
    .executeTakeFirst();
  if (isOwn !== undefined) throw new LogRefusal({ code: 'log-key-own', field: 'line' });
  const known = await tx
    .selectFrom('witnessed_log')
    .select(['uid', 'removed_at', 'verifier_keys', 'url'])
    .where('origin', '=', key.name)
    .forUpdate()
    .executeTakeFirst();
  if (known?.removed_at === null) return addWitnessedKey(tx, actor, known, verifierKey, url);
  // One that was taken off the list may have been for its key.
  const values = { verifier_keys: [verifierKey], url: url ?? '', added_by: actor.accountId };
  // What was seen of it before stays: it must go on from there.
  const { uid } = await tx
    .insertInto('witnessed_log')
    .values({ origin: key.name, ...values })
    .onConflict((conflict) =>
      conflict.column('origin').doUpdateSet({ ...values, removed_at: null, added_at: new Date() }),
    )
    .returning('uid')
    .executeTakeFirstOrThrow();
  await changed(tx, actor, 'witnessed-log.added', uid);
  return uid;
}

async function addWitnessedKey(
  tx: Tx,
  actor: Actor,
  known: { readonly uid: string; readonly verifier_keys: readonly string[]; readonly url: string },
  verifierKey: string,
  url: string | undefined,
): Promise<string> {
  const { uid, verifier_keys: keys } = known;
  if (keys.includes(verifierKey)) throw new LogRefusal({ code: 'log-key-known', field: 'line' });
  await tx
    .updateTable('witnessed_log')
    .set({ verifier_keys: [...keys, verifierKey], url: url ?? known.url })
    .where('uid', '=', uid)
    .execute();
  await changed(tx, actor, 'witnessed-log.added', uid);
  return uid;
}

/** This instance countersigns that log no more. @throws LogRefusal. */
export async function removeWitnessedLog(tx: Tx, actor: Actor, uid: string): Promise<void> {
  requireManager(actor);
  const { numUpdatedRows } = await tx
    .updateTable('witnessed_log')
    .set({ removed_at: new Date() })
    .where('uid', '=', asUid(uid) ?? null)
    .where('removed_at', 'is', null)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) throw new LogRefusal({ code: 'log-not-there' });
  await changed(tx, actor, 'witnessed-log.removed', uid);
}

/** Marks an alarm as looked at, with what was found. It stays as evidence. @throws LogRefusal. */
export async function answerAlarm(
  tx: Tx,
  actor: Actor,
  uid: string,
  comment: string,
): Promise<void> {
  requireManager(actor);
  const { numUpdatedRows } = await tx
    .updateTable('log_alarm')
    .set({ seen_by: actor.accountId, seen_at: new Date(), comment: comment.slice(0, 2000) })
    .where('uid', '=', asUid(uid) ?? null)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) throw new LogRefusal({ code: 'log-not-there' });
  await changed(tx, actor, 'log-alarm.answered', uid);
}

function requireManager(actor: Actor): void {
  if (!may(actor, 'log.manage')) throw new LogRefusal({ code: 'not-allowed' });
}

async function changed(
  tx: Tx,
  actor: Actor,
  action: Parameters<typeof writeAudit>[1]['action'],
  subject: string | undefined,
  detail: Readonly<Record<string, number>> = {},
): Promise<void> {
  const entry = { accountId: actor.accountId, action, detail };
  await writeAudit(tx, subject === undefined ? entry : { ...entry, subject });
  await sql`select pg_notify(${logChannel}, '')`.execute(tx);
}

const longestLine = 2_000;
const longestName = 200;

function parseLine(
  line: string,
  type: number,
): { readonly key: NoteKey; readonly url: string | undefined } {
  const words = line.slice(0, longestLine).trim().split(/\s+/);
  const isUrl = (word: string) => /^https?:\/\//i.test(word);
  const keys = words.filter((word) => word !== '' && !isUrl(word));
  const urls = words.filter(isUrl);
  const [text] = keys;
  if (text === undefined || keys.length > 1 || urls.length > 1) {
    throw new LogRefusal({ code: 'log-line-malformed', field: 'line' });
  }
  const [url] = urls;
  if (url !== undefined && !isAddress(url)) {
    throw new LogRefusal({ code: 'log-url-malformed', field: 'line' });
  }
  return { key: parseKey(text, type), url };
}

/**
 * Whether this server may be sent to that address again and again: a plain one, and none of those at
 * which clouds give out their machines' secrets. Others in the same house or on one machine are usual.
 */
function isAddress(text: string): boolean {
  const url = URL.parse(text);
  if (url === null || url.username !== '' || url.password !== '') return false;
  if (url.search !== '' || url.hash !== '') return false;
  // What a name leads to is looked at whenever it is asked.
  return !isForbiddenHost(url.hostname);
}

function parseKey(text: string, type: number): NoteKey {
  try {
    const key = parseVkey(node, text);
    if (key.type === type) return key;
  } catch (error) {
    if (!(error instanceof ProofError)) throw error;
  }
  throw new LogRefusal({ code: 'log-key-malformed', field: 'line' });
}
