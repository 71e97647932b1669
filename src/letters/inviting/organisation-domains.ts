import { domainToASCII } from 'node:url';
import { sql } from 'kysely';
import { parse } from 'tldts';
import { may, scopesOf, writeAudit, type Actor } from '#accounts';
import { asUid, isKeepable, type Db, type Tx } from '#platform/database';
import { foldForSearch } from '#platform/languages';
import { LetterRefusal } from '../letter-refusal.ts';
import { holdLetter } from '../letters.ts';

/** An organisation, and a domain at which its people have their mailboxes. */
export interface OrganisationDomain {
  /** As signers write it. */
  readonly affiliation: string;
  /** In ASCII, lower case. */
  readonly domain: string;
}

// Anybody can have a mailbox there, so it shows nothing of an organisation. The list needs not be whole:
// it keeps an organiser from a slip, and an organiser who means to deceive could register a domain.
const freeMail: ReadonlySet<string> = new Set([
  ...['gmail.com', 'googlemail.com', 'outlook.com', 'hotmail.com', 'hotmail.fr', 'live.com'],
  ...[
    'live.fr',
    'msn.com',
    'yahoo.com',
    'yahoo.fr',
    'ymail.com',
    'icloud.com',
    'me.com',
    'mac.com',
  ],
  ...[
    'aol.com',
    'proton.me',
    'protonmail.com',
    'protonmail.ch',
    'pm.me',
    'tutanota.com',
    'tuta.com',
  ],
  ...['tuta.io', 'gmx.de', 'gmx.net', 'gmx.com', 'gmx.fr', 'web.de', 't-online.de', 'freenet.de'],
  ...['orange.fr', 'wanadoo.fr', 'free.fr', 'laposte.net', 'sfr.fr', 'bbox.fr', 'posteo.de'],
  ...['mailbox.org', 'fastmail.com', 'zoho.com', 'mail.com', 'mail.ru', 'yandex.ru', 'yandex.com'],
  ...['qq.com', '163.com', '126.com', 'riseup.net', 'disroot.org', 'chmail.ir', 'mailinator.com'],
]);

/**
 * One domain as an organiser types it.
 *
 * @returns it in lower-case ASCII.
 * @throws LetterRefusal `domain-refused` (params `domain`) for one that many share: of a registry (`co.uk`),
 * of a host of others' sites (`github.io`), of a provider of mailboxes; and for what is no domain.
 */
export function parseDomain(typed: string): string {
  const domain = domainToASCII(typed.trim().replace(/^@/u, '')).toLowerCase();
  const { isIp, isIcann, domain: registered } = parse(domain, { allowPrivateDomains: false });
  // Under the private suffixes too a name must be registered: nobody's mailbox is "at github.io".
  const own = parse(domain, { allowPrivateDomains: true }).domain;
  const isOwn = isIp === false && isIcann === true && registered !== null && own !== null;
  if (domain === '' || domain.length > 253 || !isOwn || freeMail.has(registered)) {
    const shown = typed.trim().slice(0, 100);
    throw new LetterRefusal({
      code: 'domain-refused',
      field: 'domains',
      params: { domain: shown },
    });
  }
  return domain;
}

/** Whether a mailbox is at a domain, or at one below it. Both as parsed. */
export function isAtDomain(address: string, domain: string): boolean {
  const host = address.slice(address.lastIndexOf('@') + 1).toLowerCase();
  return host === domain || host.endsWith(`.${domain}`);
}

/**
 * Says at which domains organisations have their mailboxes: from then on, who confirms such a mailbox
 * under such an affiliation is verified by it. What was confirmed before stays as it is.
 *
 * @param typed lines `organisation = domain`.
 * @throws LetterRefusal `domain-refused`, `letter-not-signable` before signing was opened, `not-allowed`.
 */
export async function changeDomains(
  tx: Tx,
  actor: Actor,
  uid: string,
  typed: string,
): Promise<void> {
  const letter = await holdLetter(tx, actor, uid);
  if (!may(actor, 'letter.decide', { scopeId: letter.scopeId })) {
    throw new LetterRefusal({ code: 'not-allowed' });
  }
  const rows = parseDomains(typed);
  await sql`delete from letter_domain where letter_id = ${letter.id}`.execute(tx);
  await sql`
    insert into letter_domain (letter_id, affiliation, folded, domain)
    select ${letter.id}, affiliation, folded, domain
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as r(affiliation text, folded text, domain text)
    on conflict do nothing`.execute(tx);
  await writeAudit(tx, {
    ...{ accountId: actor.accountId, action: 'letter.signing', subject: letter.uid },
    detail: { domains: rows.length },
  });
}

function parseDomains(typed: string) {
  const lines = typed.split('\n').flatMap((line) => (line.trim() === '' ? [] : [line]));
  return lines.slice(0, 500).map((line) => {
    const at = line.lastIndexOf('=');
    const affiliation = line.slice(0, Math.max(at, 0)).trim().normalize('NFC');
    const folded = foldForSearch(affiliation);
    if (folded === '' || affiliation.length > 200 || !isKeepable(affiliation)) {
      const domain = line.trim().slice(0, 100);
      throw new LetterRefusal({ code: 'domain-refused', field: 'domains', params: { domain } });
    }
    return { affiliation, folded, domain: parseDomain(line.slice(at + 1)) };
  });
}

/** The domains of a letter. Empty for who may not see the letter. */
export async function listDomains(
  db: Db,
  actor: Actor,
  uid: string,
): Promise<readonly OrganisationDomain[]> {
  const { rows } = await sql<OrganisationDomain>`
    select d.affiliation, d.domain from letter_domain d join letter l on l.id = d.letter_id
    where l.uid = ${asUid(uid)} and l.scope_id = any(${sql.val(scopesOf(actor))}::integer[])
    order by d.folded, d.domain`.execute(db);
  return rows;
}

/** Whose mailbox it is, and of whom they say they are. */
export interface MailboxOwner {
  readonly letterId: string;
  readonly person: { readonly affiliation: string; readonly address: string };
}

/** What a confirmed mailbox shows: that it is at the organisation which its owner names, or only itself. */
export async function mailboxClass(
  db: Db,
  letterId: string,
  person: MailboxOwner['person'],
): Promise<'mailbox' | 'domain'> {
  const [shown = 'mailbox'] = await mailboxClasses(db, [{ letterId, person }]);
  return shown;
}

/** The same for many, in their order. */
export async function mailboxClasses(
  db: Db,
  owners: readonly MailboxOwner[],
): Promise<('mailbox' | 'domain')[]> {
  const named = owners.map(({ letterId, person }) => ({
    ...{ letterId, address: person.address, folded: foldForSearch(person.affiliation) },
  }));
  const asked = named.filter(({ folded }) => folded !== '');
  if (asked.length === 0) return owners.map(() => 'mailbox');
  const { rows } = await sql<{ letterId: string; folded: string; domain: string }>`
    select letter_id as "letterId", folded, domain from letter_domain
    where (letter_id, folded) in (select * from unnest(
      ${sql.val(asked.map(({ letterId }) => letterId))}::bigint[],
      ${sql.val(asked.map(({ folded }) => folded))}::text[]))`.execute(db);
  return named.map(({ letterId, folded, address }) => {
    const own = rows.filter((row) => row.letterId === letterId && row.folded === folded);
    return own.some(({ domain }) => isAtDomain(address, domain)) ? 'domain' : 'mailbox';
  });
}
