import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { commit, type JsonValue } from '@countersign/proof';
import { node } from '@countersign/proof/node';
import { listVersions, makeRolls, openSigning } from '#letters';
import type { Db } from '#platform/database';
import { createSealer } from '#platform/sealing';
import { saltFields } from '../src/log/commit-entry.ts';
import { publishLetter } from '../test/letters/public-letter.ts';
import { addPerson } from '../test/record/fixture.ts';
import { report, type Timing } from './timing.ts';

const signatures = 1_000_000;
// One statement for all would hold them, and what their triggers and keys have yet to check, at once.
const plantedAtOnce = 50_000;
const atOnce = 10_000;

/** What making a letter's roll costs beside reading the same rows as they are; then one more wave. */
export async function benchRoll(db: Db): Promise<void> {
  const letter = await openLetter(db);
  for (let planted = 0; planted < signatures; planted += plantedAtOnce) {
    await plant(db, letter, plantedAtOnce);
  }
  await sql`analyze letter_signature, log_entry`.execute(db);
  const bare = await once(() => scan(db, letter));
  report('the rows of 1 M signatures, read as they are', bare);
  const made = await once(() => makeRolls(db));
  report('the roll of 1 M signatures, made whole', made, bare, '≤ 10 ×');
  await plant(db, letter, 100);
  const more = await once(() => makeRolls(db));
  report('the roll of 1 M signatures after 100 more', more, bare, '≤ 0.2 ×');
  const unchanged = await once(() => makeRolls(db));
  report('the roll of 1 M signatures where nothing changed', unchanged, bare, '≤ 0.1 ×');
}

async function once(run: () => Promise<unknown>): Promise<Timing> {
  const begun = performance.now();
  await run();
  const took = performance.now() - begun;
  return { median: took, p95: took, runs: 1 };
}

interface Opened {
  readonly letter: string;
  /** SHA-256 of the text, base64. */
  readonly text: string;
}

async function openLetter(db: Db): Promise<Opened> {
  const author = await addPerson(db, 'Bench author', ['campaigner']);
  const second = await addPerson(db, 'Bench second', ['campaigner']);
  const letter = await publishLetter(db, author, second);
  const sealer = createSealer(randomBytes(32));
  await db.transaction().execute((tx) => openSigning(tx, author, sealer, letter));
  const [version] = await listVersions(db, author, letter);
  return { letter, text: Buffer.from(version?.hash ?? '', 'hex').toString('base64') };
}

/**
 * Confirmed signatures by name, with their places in a published tree; of no tree that has files. What
 * they commit to is the same for all: that makes no difference to the work.
 */
async function plant(db: Db, opened: Opened, count: number): Promise<void> {
  const { fields, seed, commitment } = sampleEntry(opened);
  await sql`
    with last as (
      select greatest(coalesce(max(place), -1), coalesce((select max(size) from log_checkpoint), 0)) as place
      from log_entry
    ), logged as (
      insert into log_entry (kind, commitment, seed, fields, place)
      select 'signature', ${commitment}, ${seed}, ${JSON.stringify(fields)}, last.place + at
      from generate_series(1, ${count}::integer) at, last
      returning entry
    )
    insert into letter_signature (letter_id, version_id, mailbox, form, link, appearance, verification,
      state, via, languages, person, entry, confirmed_at)
    select v.letter_id, v.id, sha256(('m' || g.entry)::bytea), sha256(('f' || g.entry)::bytea),
      sha256(('l' || g.entry)::bytea), 'named', 'mailbox', 'confirmed', 'smtp', '{en}', 'sealed', g.entry, now()
    from logged g, letter l join letter_version v on v.letter_id = l.id
    where l.uid = ${opened.letter}`.execute(db);
  await sql`
    insert into log_checkpoint (size, root, frontier, register_root, note, signed_at, published_at)
    select max(place) + 1, sha256('r'), '{}', sha256('g'), 'bench', now(), now() from log_entry`.execute(
    db,
  );
}

function sampleEntry({ letter, text }: Opened) {
  const fields: Record<string, JsonValue> = {
    class: { affirms: 'first', appearance: 'named', letter, text, verification: 'mailbox' },
    languages: ['en'],
    shown: { name: 'Ada Example', credit: 'Editor', country: 'FR', affiliation: 'A guild' },
    signer: Buffer.alloc(32, 7).toString('base64'),
  };
  const seed = randomBytes(32);
  const { commitment } = commit(node, saltFields(fields, seed));
  return { fields, seed, commitment: Buffer.from(commitment) };
}

/** The same rows to this process, by the same indexes, and nothing more. */
async function scan(db: Db, { letter }: Opened): Promise<void> {
  const { id } = await db
    .selectFrom('letter')
    .select('id')
    .where('uid', '=', letter)
    .executeTakeFirstOrThrow();
  let from = '-1';
  for (;;) {
    const { rows } = await sql<{ place: string }>`
      select e.place, e.entry, e.commitment, e.fields, e.seed
      from (select * from log_entry where place > ${from}) e
      join letter_signature g on g.entry = e.entry
      where g.letter_id = ${id} order by e.place limit ${atOnce}`.execute(db);
    const last = rows.at(-1);
    if (last === undefined) return;
    from = last.place;
  }
}
