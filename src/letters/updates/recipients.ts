import { sql, type RawBuilder } from 'kysely';
import type { UpdateKind } from '../signing/form-lists.ts';

/**
 * Whom a mail of a kind is for, as a condition on `letter_signature g`: each mailbox once, by its newest
 * signature; only those whose mailbox was verified by a mail. News and changed claims go to those who agreed to hear;
 * that a version changes what they signed, to all who signed another. Nothing goes to who stopped it.
 *
 * @param until the last signature it is for.
 */
export function isRecipient(
  letterId: string,
  kind: UpdateKind,
  until: RawBuilder<unknown>,
): RawBuilder<unknown> {
  const same = sql`from letter_signature n where n.letter_id = g.letter_id and n.mailbox = g.mailbox
    and n.state = 'confirmed'`;
  const asked =
    kind === 'version'
      ? sql`not exists (select ${same} and n.version_id = (select id from letter_version v
          where v.letter_id = g.letter_id and v.state = 'approved' order by v.number desc limit 1))`
      : sql`exists (select from signature_consent c join consent_wording w on w.id = c.wording_id
          where c.signature_id = g.id and w.purpose = 'updates')`;
  return sql`g.letter_id = ${letterId} and g.state = 'confirmed' and g.via = 'smtp' and not g.quiet
    and g.id <= ${until} and ${asked} and not exists (select ${same} and n.id > g.id and n.id <= ${until})`;
}
