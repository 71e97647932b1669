import { sql } from 'kysely';
import { z } from 'zod';
import { may, writeAudit, type Actor } from '#accounts';
import { asUid, isKeepable, type Db, type Tx } from '#platform/database';
import { LetterRefusal } from '../letter-refusal.ts';
import { holdLetter } from '../letters.ts';
import { defaultGuard, type Guard } from './rules.ts';

/** Columns of `letter_guard r` as {@link Guard}; all null of a letter without a row. */
export const guardColumns = sql`
  r.network_most as "networkMost", r.network_minutes as "networkMinutes",
  r.domain_most as "domainMost", r.domain_minutes as "domainMinutes",
  r.alike_most as "alikeMost", r.words_most as "wordsMost", r.hasty_most as "hastyMost", r.hasty_seconds as "hastySeconds",
  r.trusted_hosts as "trustedHosts", r.doubted_hosts as "doubtedHosts",
  r.watched_names as "watchedNames"`;

/** What organisers have set for a letter, or the defaults. For the desk, which has asked for the letter. */
export async function readGuard(db: Db, letter: string): Promise<Guard> {
  const { rows } = await sql<Guard>`
    select ${guardColumns} from letter_guard r join letter l on l.id = r.letter_id
    where l.uid = ${asUid(letter)}`.execute(db);
  return rows[0] ?? defaultGuard;
}

const most = z.coerce.number().int().min(0).max(100_000);
const minutes = z.coerce.number().int().min(1).max(1_440);
const typedGuard = z.object({
  ...{ networkMost: most, networkMinutes: minutes, domainMost: most, domainMinutes: minutes },
  ...{ alikeMost: most, wordsMost: most, hastyMost: most },
  hastySeconds: z.coerce.number().int().min(1).max(600),
  ...{ trustedHosts: z.string(), doubtedHosts: z.string(), watchedNames: z.string() },
});

/**
 * Sets the rules of a letter. They hold for what is confirmed from now on.
 *
 * @param typed numbers as typed; hosts and names one a line.
 * @throws LetterRefusal `not-found`, `not-allowed`, `guard-number`, `guard-host` (params `host`),
 * `bad-characters`.
 */
export async function setGuard(
  tx: Tx,
  actor: Actor,
  letter: string,
  typed: Readonly<Record<string, string>>,
): Promise<void> {
  const { id, scopeId } = await holdLetter(tx, actor, letter);
  if (!may(actor, 'letter.decide', { scopeId })) throw new LetterRefusal({ code: 'not-allowed' });
  const read = typedGuard.safeParse(typed);
  if (!read.success) {
    const field = String(read.error.issues[0]?.path[0] ?? 'networkMost');
    throw new LetterRefusal({ code: 'guard-number', field });
  }
  const guard = read.data;
  const [trusted, doubted] = [
    hostsIn(guard.trustedHosts, 'trustedHosts'),
    hostsIn(guard.doubtedHosts, 'doubtedHosts'),
  ];
  const watched = linesIn(guard.watchedNames, 'watchedNames', 120);
  await sql`
    insert into letter_guard (letter_id, network_most, network_minutes, domain_most, domain_minutes,
      alike_most, words_most, hasty_most, hasty_seconds, trusted_hosts, doubted_hosts, watched_names)
    values (${id}, ${guard.networkMost}, ${guard.networkMinutes}, ${guard.domainMost},
      ${guard.domainMinutes}, ${guard.alikeMost}, ${guard.wordsMost}, ${guard.hastyMost}, ${guard.hastySeconds},
      ${sql.val(trusted)}::text[], ${sql.val(doubted)}::text[], ${sql.val(watched)}::text[])
    on conflict (letter_id) do update set network_most = excluded.network_most,
      network_minutes = excluded.network_minutes, domain_most = excluded.domain_most,
      domain_minutes = excluded.domain_minutes, alike_most = excluded.alike_most,
      words_most = excluded.words_most, hasty_most = excluded.hasty_most, hasty_seconds = excluded.hasty_seconds,
      trusted_hosts = excluded.trusted_hosts, doubted_hosts = excluded.doubted_hosts,
      watched_names = excluded.watched_names, changed_at = now()`.execute(tx);
  await writeAudit(tx, {
    accountId: actor.accountId,
    action: 'letter.guard',
    subject: letter,
    detail: { set: 'rules' },
  });
}

const mostLines = 2_000;

function linesIn(text: string, field: string, longest: number): string[] {
  if (!isKeepable(text)) throw new LetterRefusal({ code: 'bad-characters', field });
  const lines = text.split('\n').map((line) => line.normalize('NFC').trim());
  return [...new Set(lines)]
    .filter((line) => line !== '' && line.length <= longest)
    .slice(0, mostLines);
}

function hostsIn(text: string, field: string): string[] {
  return linesIn(text, field, 254).map((line) => {
    const name = line.replace(/^.*@|^\*\./u, '').toLowerCase();
    // The form that addresses have: internationalised names in ASCII.
    const host = URL.canParse(`http://${name}`) ? new URL(`http://${name}`).hostname : '';
    if (!/^[a-z0-9-]+(?:\.[a-z0-9-]+)+$/u.test(host)) {
      throw new LetterRefusal({ code: 'guard-host', field, params: { host: line } });
    }
    return host;
  });
}
