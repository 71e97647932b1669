import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Actor } from '#accounts';
import { asUid, type Tx } from '#platform/database';
import { storeAgents, type AgentOf } from '../agents/keep-agents.ts';
import { LetterRefusal } from '../letter-refusal.ts';
import type { LetterSealer } from '../signing/signer-keys.ts';
import { invitingLimits } from './invitation-lists.ts';
import { auditInviting, holdInvitedLetter, type InvitedLetter } from './invited-letter.ts';
import { parsePeople, type LineTrouble, type ListedPerson } from './parse-people.ts';
import { readTable } from './read-table.ts';

/**
 * Brings in a list of people as drafts of invitations: nothing is sent, and nobody has signed anything.
 * A mailbox that is invited already, or asked not to be, is left out and told by its line.
 *
 * @param bytes a table as a spreadsheet saved it.
 * @returns uid of the import.
 * @throws LetterRefusal as `readTable` and `parsePeople`; `import-nobody`, `invite-too-many`.
 */
export async function importPeople(
  tx: Tx,
  actor: Actor,
  sealer: LetterSealer,
  { letter: uid, bytes }: { readonly letter: string; readonly bytes: Uint8Array },
): Promise<string> {
  const letter = await holdInvitedLetter(tx, actor, sealer, uid);
  const { people, troubles } = parsePeople(readTable(bytes));
  if (people.length === 0 && troubles.length === 0) {
    throw new LetterRefusal({ code: 'import-nobody', field: 'file' });
  }
  const { id, uid: made } = await tx
    .insertInto('letter_import')
    .values({ letter_id: letter.id, made_by: actor.accountId })
    .returning(['id', 'uid'])
    .executeTakeFirstOrThrow();
  const { left, troubles: more } = await storeDrafts(tx, letter, id, people);
  const all = [...troubles, ...more].toSorted((one, other) => one.line - other.line);
  await sql`update letter_import set problems = ${JSON.stringify(all)}::jsonb where id = ${id}`.execute(
    tx,
  );
  await assertNotTooMany(tx, letter);
  await auditInviting(tx, actor, letter, { step: 'imported', people: people.length - left });
  return made;
}

async function storeDrafts(
  tx: Tx,
  letter: InvitedLetter,
  importId: string,
  people: readonly ListedPerson[],
): Promise<{ readonly left: number; readonly troubles: LineTrouble[] }> {
  const { id: letterId, keys } = letter;
  const agents: (AgentOf & { line: number })[] = [];
  const rows = people.map(({ line, agent, ...person }) => {
    const uid = randomUUID();
    const mailbox = person.address === '' ? null : keys.mailbox(person.address).toString('hex');
    if (agent !== undefined) agents.push({ invitation: uid, agent, line });
    return { line, uid, mailbox, person: keys.person.seal(JSON.stringify(person), uid) };
  });
  // Two spellings of one mailbox, too, are one: the index keeps the first.
  const { rows: kept } = await sql<{ uid: string }>`
    insert into letter_invitation (uid, letter_id, import_id, mailbox, person)
    select uid, ${letterId}, ${importId}, decode(mailbox, 'hex'), person
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as r(line integer, uid uuid, mailbox text, person text)
    where not exists (select from letter_uninvited u
      where u.letter_id = ${letterId} and u.mailbox = decode(r.mailbox, 'hex'))
    order by line
    on conflict (letter_id, mailbox) where mailbox is not null do nothing
    returning uid`.execute(tx);
  const stored = new Set(kept.map(({ uid }) => uid));
  const left = rows.filter(({ uid }) => !stored.has(uid));
  const { rows: refused } = await sql<{ mailbox: string }>`
    select encode(mailbox, 'hex') as mailbox from letter_uninvited
    where letter_id = ${letterId} and encode(mailbox, 'hex') = any(
      ${sql.val(left.flatMap(({ mailbox }) => mailbox ?? []))}::text[])`.execute(tx);
  const uninvited = new Set(refused.map(({ mailbox }) => mailbox));
  const invited = agents.filter(({ invitation }) => stored.has(invitation));
  const unkept = await storeAgents(tx, letter, invited);
  const silent = invited.filter(({ invitation }) => unkept.has(invitation));
  return {
    left: left.length,
    troubles: [
      ...left.map(({ line, mailbox }): LineTrouble => ({
        line,
        code: uninvited.has(mailbox ?? '') ? 'uninvited' : 'known',
      })),
      ...silent.map(({ line }): LineTrouble => ({ line, code: 'agent-uninvited' })),
    ],
  };
}

async function assertNotTooMany(tx: Tx, { id }: InvitedLetter): Promise<void> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from letter_invitation where letter_id = ${id}`.execute(tx);
  if ((rows[0]?.n ?? 0) <= invitingLimits.letter) return;
  throw new LetterRefusal({
    ...{ code: 'invite-too-many', field: 'file' },
    params: { most: invitingLimits.letter },
  });
}

/**
 * Undoes what an import brought in and was not sent yet. What was sent stays.
 *
 * @throws LetterRefusal as `holdInvitedLetter`; `not-found`.
 */
export async function undoImport(
  tx: Tx,
  actor: Actor,
  sealer: LetterSealer,
  { letter: uid, made }: { readonly letter: string; readonly made: string },
): Promise<void> {
  const letter = await holdInvitedLetter(tx, actor, sealer, uid);
  const { rows } = await sql<{ id: string }>`
    select id from letter_import where uid = ${asUid(made)} and letter_id = ${letter.id}`.execute(
    tx,
  );
  const [found] = rows;
  if (found === undefined) throw new LetterRefusal({ code: 'not-found' });
  await sql`
    delete from letter_invitation where import_id = ${found.id} and state = 'draft'`.execute(tx);
  await sql`
    delete from letter_import m where id = ${found.id}
      and not exists (select from letter_invitation i where i.import_id = m.id)`.execute(tx);
  await auditInviting(tx, actor, letter, { step: 'undone' });
}
