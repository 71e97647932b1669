import { sql } from 'kysely';
import { asUid, keptPlan, type Db, type Tx } from '#platform/database';
import { sealedWeek } from '../fraud/signals.ts';
import { LetterRefusal } from '../letter-refusal.ts';

/** A version that a form stood under. */
export interface Target {
  readonly letterId: string;
  readonly versionId: string;
  readonly secret: string;
  /** Sealed secret of the week, once there is one. */
  readonly week: string | null;
}

/** Names a version: public id of its letter, and the SHA-256 (hexadecimal) of its text. */
export interface TargetName {
  readonly letter: string;
  readonly text: string;
}

/** The version that a form stood under. @throws LetterRefusal as `receiveSignature`. */
export async function findTarget(db: Db, name: TargetName): Promise<Target> {
  const [found] = await findTargets(db, [name]);
  if (found instanceof LetterRefusal) throw found;
  if (found === undefined) throw new RangeError('expected one target');
  return found;
}

/**
 * The same, and nobody pauses or closes signing before the transaction ends: for who signs at once. Whoever confirms
 * later may do so, and is not waited for.
 */
export async function holdTarget(tx: Tx, name: TargetName): Promise<Target> {
  await sql`
    select from letter_signing s join letter l on l.id = s.letter_id
    where l.uid = ${asUid(name.letter)} for share of s`.execute(tx);
  return findTarget(tx, name);
}

/** The same for many. @returns in their order the versions, and of what cannot be signed now why not. */
export async function findTargets(
  db: Db,
  names: readonly TargetName[],
): Promise<(Target | LetterRefusal)[]> {
  const nameOf = ({ letter, text }: TargetName) => `${letter} ${text}`;
  const asked = [...new Map(names.map((name) => [nameOf(name), name])).values()];
  const letters = asked.map(({ letter }) => asUid(letter));
  const texts = asked.map(({ text }) => Buffer.from(isHash(text) ? text : '', 'hex'));
  const { rows } = await sql<Target & { at: string; state: string; message: string }>`${keptPlan}
    select a.at, l.id as "letterId", v.id as "versionId", s.secret, s.message, ${sealedWeek},
      -- Whoever comes between the minute and the closing is too late all the same.
      case when s.closes_at <= now() then 'closed' else s.state end as state
    from unnest(${sql.val(letters)}::uuid[], ${sql.val(texts)}::bytea[])
      with ordinality as a(letter, text, at)
    join letter l on l.uid = a.letter join letter_signing s on s.letter_id = l.id
    join letter_version v on v.letter_id = l.id and v.state = 'approved' and v.hash = a.text`.execute(
    db,
  );
  const found = new Map(
    rows.map(({ at, state, message, ...target }) => {
      const name = asked[Number(at) - 1];
      return [name && nameOf(name), refusalOf(state, message) ?? target];
    }),
  );
  return names.map(
    (name) => found.get(nameOf(name)) ?? new LetterRefusal({ code: 'sign-letter-unknown' }),
  );
}

function isHash(text: string): boolean {
  return /^[0-9a-f]{64}$/u.test(text);
}

function refusalOf(state: string, message: string): LetterRefusal | undefined {
  if (state === 'planned') return new LetterRefusal({ code: 'sign-not-yet' });
  if (state === 'closed') return new LetterRefusal({ code: 'sign-closed' });
  if (state !== 'paused') return undefined;
  return new LetterRefusal({ code: 'sign-paused', params: { message } });
}
