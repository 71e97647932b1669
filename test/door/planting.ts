import { Client } from 'pg';
import { formatVkey, noteKey, signatureTypes } from '@countersign/proof';
import { node } from '@countersign/proof/node';
import type { ConnectionOptions } from '#platform/database';

/**
 * Columns that hold no words of anybody: closed lists that the code compares, tags of languages,
 * dates, keys. A column that is not here gets a marker in every row, so a new one is watched from
 * its first day.
 */
const wordless: ReadonlySet<string> = new Set([
  'account.locale',
  'account.roles',
  'account.state',
  'account_link.kind',
  'audit.action',
  'challenge.purpose',
  'claim.basis',
  'claim.certainty',
  'claim.property',
  'claim.state',
  'claim_step.state',
  'consent_wording.language',
  'consent_wording.purpose',
  'copy.grade',
  'copy.method',
  'copy.reading',
  'copy.blob_key',
  'custody_step.kind',
  'decision.audience',
  'decision.basis',
  'decision.kind',
  'decision.reason_class',
  'decision.state',
  'decision_subject.kind',
  'dispute.kind',
  'dispute.property',
  'edition_doubt.cause',
  'entity.kind',
  'erasure.extent',
  'erasure.reason_class',
  'erasure.state',
  'erasure_journal.kind',
  'invitation.locale',
  'invitation.roles',
  'letter.kind',
  'letter_delivery.acknowledged_on',
  'letter_delivery.answered_on',
  'letter_delivery.delivered_on',
  'letter_delivery.how',
  'letter_embargo.state',
  'letter_note_change.state',
  'letter_update.kind',
  'letter_update.state',
  'letter.language',
  'letter.state',
  'letter_aside_act.channel',
  'letter_aside_act.chosen',
  'letter_aside_act.chosen_by',
  'letter_agent.way',
  'letter_aside_act.kind',
  'letter_aside_act.reason',
  'letter_aside_act.state',
  'letter_aside_gone.affirms',
  'letter_aside_gone.appearance',
  'letter_aside_gone.verification',
  'letter_aside_line.act',
  'letter_aside_line.reason',
  'letter_country.country',
  'letter_day.appearance',
  'letter_day.verification',
  'letter_draft.language',
  'letter_domain.domain',
  'letter_invitation.state',
  'letter_invitation_ended.how',
  'letter_invitation_link.way',
  'letter_left.how',
  'letter_panel.digest',
  'letter_round.digest',
  'letter_round.state',
  'letter_withheld.encrypted_in',
  'letter_withheld.rule',
  'letter_withheld_tally.rule',
  'letter_signature.affirms',
  'letter_signature.appearance',
  'letter_signature.languages',
  'letter_signature.state',
  'letter_signature.verification',
  'letter_signature.via',
  'letter_signing.state',
  'letter_tally.affirms',
  'letter_tally.appearance',
  'letter_tally.verification',
  'letter_translation.how',
  'letter_translation.language',
  'letter_translation.state',
  'letter_translation_draft.language',
  'letter_version.change',
  'letter_version.language',
  'letter_version.state',
  // Of the log readers are meant to see keys, signatures, who countersigns it and what it says.
  'log_checkpoint.note',
  'log_cosignature.line',
  'log_cosignature.name',
  'log_cosignature.verifier_key',
  'log_countersigner.name',
  'log_countersigner.url',
  'log_countersigner.verifier_key',
  'log_entry.fields',
  'log_entry.kind',
  'log_key.succeeds',
  'log_key.succession',
  'log_key.verifier_key',
  'mail_outbox.kind',
  'mail_outbox.via',
  'migration.name',
  'name_entry.kind',
  'passage.kind',
  'passage.state',
  'passkey.transports',
  'profile.kind',
  'resolution.property',
  'resolution.rule',
  'scope.kind',
  // The name of the organisation is the one setting readers see.
  'setting.key',
  'setting.value',
  'signature_aside.reasons',
  'signature_shown.country',
  'signature_shown.verification',
  'testimony_step.how',
  'testimony_step.step',
  'source.material',
  'source.reliability',
  'source.work_state',
  'term.code',
  'term.parent',
  'term.vocabulary',
  'text_layer.kind',
]);

/** Columns of `published` that carry words: what readers are meant to see. */
export const meantForReaders: readonly string[] = [
  'edition.correction',
  'edition.document',
  'edition.kind',
  'subject.country',
  'subject.folded',
  'subject.kind',
  'subject.names',
  'subject.removed_for',
  'subject.sounds',
];

// What the sample has none of, so that their columns can be planted too.
const anybody = `(select min(id) from account)`;
const hash = `sha256(gen_random_uuid()::text::bytea)`;
const key = formatVkey(
  noteKey(node, 'c.example', signatureTypes.cosignature, new Uint8Array(32).fill(7)),
);
const missingRows: readonly string[] = [
  `insert into log_alarm (kind, origin, digest) values ('own-fork', '', ${hash})`,
  `insert into log_countersigner (verifier_key, name, url) values ('${key}', 'C', 'http://[::1]:9/')`,
  `insert into log_cosignature (size, verifier_key, name, cosigned_at, line)
    select max(size), 'k', 'n', now(), '' from log_checkpoint`,
  `insert into log_timestamp (size, url, token, stamped_at)
    select max(size), 'http://tsa.example', ${hash}, now() from log_checkpoint`,
  `insert into private_item (about, commitment, fields, seed)
    values (gen_random_uuid(), ${hash}, '{}', ${hash})`,
  `insert into witnessed_log (origin, verifier_keys) values ('w.example/log', '{k}')`,
  `insert into note (author_id, scope_id, source_id, body)
    select ${anybody}, 2, min(id), 'a note' from source`,
  `insert into term (vocabulary, code, labels, added_by)
    values ('occupations', 'x-1', '{"en": "added"}', ${anybody})`,
  `insert into source_history (source_id, revision, changed_by, before)
    select id, revision, ${anybody}, '{}' from source`,
  `insert into erasure (subject, extent, reason_class, reason, author_id)
    values (gen_random_uuid(), 'published', 'safety', 'a reason', ${anybody})`,
  `insert into kept_trace (removed, subject, thing, print, reason, account_id)
    values (gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), ${hash}, 'a reason', ${anybody})`,
  `insert into session (account_id, token_hash, factors, label) values (${anybody}, ${hash}, 2, '')`,
  `insert into password (account_id, hash) values (${anybody}, '$argon2id$x')`,
  `insert into totp (account_id, secret) values (${anybody}, 'sealed')`,
  `insert into passkey (account_id, credential_id, public_key, counter, synced, verifies)
    values (${anybody}, 'id', 'key', 0, true, true)`,
  `insert into account_link (token_hash, account_id, kind, email, expires_at)
    values (${hash}, ${anybody}, 'email', 'new@example.org', 'infinity')`,
  `insert into invitation
      (token_hash, name, email, email_folded, roles, in_team, locale, invited_by, expires_at)
    values (${hash}, 'N', 'n@example.org', 'n@example.org', '{}', true, 'en', ${anybody}, 'infinity')`,
  `insert into mail_outbox
      (kind, recipient, recipient_hmac, subject, body, via, created_at, expires_at)
    values ('invitation', 'n@example.org', ${hash}, 's', 'b', 'outbox', now(), 'infinity')`,
  // A letter that is not public, with everything that hangs on one.
  `insert into letter (kind, name, scope_id, author_id, language)
    values ('collective', 'a letter', 2, ${anybody}, 'en')`,
  `insert into letter_draft (letter_id, language, text, changed_by)
    select max(id), 'en', '{}', ${anybody} from letter`,
  `insert into letter_version
      (letter_id, number, language, text, hash, change, change_note, author_id)
    select max(id), 2, 'en', 't', sha256(convert_to('t', 'UTF8')), 'typo', 'a note', ${anybody}
    from letter`,
  `insert into letter_translation_draft (version_id, language, text, changed_by)
    select max(id), 'fr', '{}', ${anybody} from letter_version`,
  // Its guard wants an approved version, and reads what it translates.
  `update letter_version set state = 'approved', decided_at = now(),
      decided_by = (select max(id) from account)
    where id = (select max(id) from letter_version)`,
  `insert into letter_translation
      (version_id, language, revision, text, hash, how, made_by, reviewed_by, departure, author_id)
    select v.id, 'fr', 1, t.json, sha256(convert_to(t.json, 'UTF8')), 'human', 'm', 'r', 'd', ${anybody}
    from letter_version v, lateral (select jsonb_build_object('translates', encode(v.hash, 'hex'),
      'number', v.number, 'language', 'fr')::text as json) t
    where v.id = (select max(id) from letter_version)`,
  `insert into letter_anchor (version_id, block, starts, ends, words, subject, claim, author_id)
    select max(id), 0, 0, 1, 'w', gen_random_uuid(), gen_random_uuid(), ${anybody}
    from letter_version`,
  `insert into letter_signing (letter_id, state, message, secret, opened_by)
    select max(id), 'paused', 'later', 's', ${anybody} from letter`,
  `insert into consent_wording (purpose, language, words) values ('sign', 'en', 'I sign')`,
  `insert into letter_signature
      (letter_id, version_id, mailbox, form, link, appearance, verification, state, via, languages,
        person, confirmed_at)
    select max(v.letter_id), max(v.id), ${hash}, ${hash}, ${hash}, 'named', 'mailbox', 'confirmed',
      'smtp', '{en}', 'sealed', now() from letter_version v`,
  `insert into signature_shown (signature_id, letter_id, name, credit, affiliation, folded, confirmed_at)
    select id, letter_id, 'n', 'c', 'a', 'n c a', now() from letter_signature`,
  `insert into signature_chosen (signature_id, letter_id, chosen_by)
    select signature_id, letter_id, ${anybody} from signature_shown`,
  // Its course: what waits for a minute, an author's word, a delivery, mails to signers.
  `insert into letter_embargo (letter_id, decision_id, publish_at, changed_by)
    select max(l.id), (select max(id) from decision), now() + interval '1 year', ${anybody} from letter l`,
  `insert into testimony_link (letter_id, link, made_by)
    select max(id), ${hash}, ${anybody} from letter`,
  `insert into testimony_step (letter_id, step, version_id, how, who, account_id)
    select max(letter_id), 'held', max(id), 'by-phone', 'a lawyer', ${anybody} from letter_version`,
  `insert into letter_delivery (letter_id, addressee, delivered_on, how, by_whom, signed, answered_on,
      answer, changed, author_id)
    select max(id), 'a minister', '2026', 'post', 'somebody', '{}', '2026', 'no', 'nothing', ${anybody}
    from letter`,
  `insert into letter_solidarity (letter_id, subject, author_id)
    select max(id), gen_random_uuid(), ${anybody} from letter`,
  `insert into letter_milestone (letter_id, reached) select max(id), 100 from letter`,
  `insert into letter_note_change (letter_id, subject, claim, state)
    select max(id), gen_random_uuid(), gen_random_uuid(), 'gone' from letter`,
  `insert into letter_update (letter_id, kind, texts, hours, author_id)
    select max(id), 'news', '{"en": {"subject": "s", "body": "b"}}', 1, ${anybody} from letter`,
  `insert into letter_import (letter_id, made_by) select max(id), ${anybody} from letter`,
  `insert into letter_invitation (letter_id, import_id, mailbox, person)
    select letter_id, id, ${hash}, 'sealed' from letter_import`,
  `insert into letter_invitation_link (link, invitation_id, way)
    select ${hash}, id, 'smtp' from letter_invitation`,
  `insert into letter_agent (invitation_id, letter_id, mailbox, agent, link, way)
    select id, letter_id, ${hash}, 'sealed', ${hash}, 'smtp' from letter_invitation`,
  `insert into signature_quote (signature_id, letter_id, words, language, wording_id)
    select g.id, g.letter_id, 'a reason to sign', 'en', w.id
    from letter_signature g, (select max(id) as id from consent_wording) w`,
  `insert into signature_mandate (signature_id, mandate) select id, 'sealed' from letter_signature`,
  `insert into signature_vouching (signature_id, nonce, address)
    select id, gen_random_uuid(), sha256(id::text::bytea) from letter_signature`,
  `insert into signature_vouches (signature_id, vouches) select id, 'sealed' from letter_signature`,
  `insert into letter_uninvited (letter_id, mailbox) select max(id), ${hash} from letter`,
  `insert into letter_invitation_ended (letter_id, how) select max(id), 'answered' from letter`,
  `insert into letter_domain (letter_id, affiliation, folded, domain)
    select max(id), 'a school', 'a school', 'school.org' from letter`,
  `insert into letter_signal_secret (letter_id, since, secret)
    select max(id), '2026-01-19', 's' from letter`,
  `insert into signature_signal (signature_id, letter_id, network, domain, alike, words)
    select id, letter_id, 1, 2, 3, 4 from letter_signature`,
  `insert into letter_guard (letter_id, trusted_hosts, doubted_hosts, watched_names)
    select max(id), '{a.example}', '{b.example}', '{N}' from letter`,
  `insert into letter_aside_act (letter_id, kind, chosen_by, chosen, until, reason, proposed_by)
    select max(id), 'aside', 'network', '1', now(), 'network', ${anybody} from letter`,
  `insert into signature_aside (signature_id, letter_id, reasons)
    select id, letter_id, '{network}' from letter_signature`,
  `insert into letter_aside_line (letter_id, act, reason, by_rule, signed)
    select max(id), 'aside', 'network', false, 1 from letter`,
  `insert into letter_aside_gone (letter_id, version_id, affirms, appearance, verification, signed)
    select letter_id, id, 'first', 'named', 'mailbox', 1 from letter_version`,
  `insert into letter_day (letter_id, day, appearance, verification, signed)
    select max(id), current_date, 'named', 'mailbox', 5 from letter`,
  `insert into letter_country (letter_id, day, country, signed)
    select max(id), current_date, 'FR', 5 from letter`,
  `insert into letter_panel (letter_id, need, organisations, until, digest, set_by, confirmed_at)
    select max(id), 2, '[{"name": "N", "recipient": "age1"}, {"name": "M", "recipient": "age2"}]',
      '2190-01-01', repeat('d', 44), ${anybody}, now() from letter`,
  `insert into letter_round (letter_id, state, began_at, identity, digest)
    select max(id), 'exported', now(), 'i', 'd' from letter`,
  `insert into letter_withheld (signature_id, letter_id, rule, sealed, encrypted_in, opened)
    select id, letter_id, '{}', 's', 'server', 'o' from letter_signature`,
  `insert into letter_retention (letter_id, until, proposed, proposed_by, proposed_at)
    select max(id), '2190-01-01', '2189-01-01', ${anybody}, now() from letter`,
  `insert into letter_withheld_tally (letter_id, rule, signed) select max(id), '{}', 1 from letter`,
  `insert into letter_left (letter_id, how) select max(id), 'withdrawn' from letter`,
  `insert into letter_tally (letter_id, version_id, affirms, appearance, verification, signed)
    select letter_id, id, 'first', 'named', 'mailbox', 1 from letter_version`,
  `insert into letter_roll (letter_id, head, entry, looked)
    select max(id), '{}', gen_random_uuid(), 0 from letter`,
];

interface Column {
  readonly table: string;
  readonly column: string;
  readonly type: string;
}

const worded = `
  select c.table_name as "table", c.column_name as "column", c.udt_name as type
  from information_schema.columns c
  join information_schema.tables t using (table_schema, table_name)
  where c.table_schema = $1 and t.table_type = 'BASE TABLE' and c.is_generated = 'NEVER'
    and c.udt_name in ('text', 'varchar', 'bpchar', 'citext', 'json', 'jsonb', 'xml', '_text',
      '_varchar', '_jsonb', 'inet', 'tsvector')
  order by 1, 2`;

export interface Planted {
  /** `table.column` of every column that holds a marker now. */
  readonly columns: readonly string[];
  /** Columns that could not be planted, with the reason; a table without rows among them. */
  readonly unplanted: readonly string[];
  /** Worded columns of the schema `published`. */
  readonly published: readonly string[];
  /** The `table.column` whose marker stands in a text; undefined when there is none. */
  findIn(text: string): string | undefined;
}

/**
 * Writes a marker of its own into every worded column of every row outside the schema `published`,
 * past the guards of the tables. Nothing of the rooms can be used afterwards: public pages must not
 * notice.
 */
export async function plantEverywhere(options: ConnectionOptions): Promise<Planted> {
  const client = new Client(options);
  await client.connect();
  try {
    const { rows } = await client.query<Column>(worded, ['public']);
    const published = await client.query<Column>(worded, ['published']);
    const columns: string[] = [];
    const unplanted: string[] = [];
    for (const statement of missingRows) await client.query(statement);
    for (const table of new Set(rows.map((row) => row.table))) await takeGuardsOff(client, table);
    for (const [number, one] of rows.entries()) {
      const name = `${one.table}.${one.column}`;
      if (wordless.has(name)) continue;
      const problem = await plant(client, one, markerOf(number));
      if (problem === undefined) columns.push(name);
      else unplanted.push(`${name}: ${problem}`);
    }
    return {
      columns,
      unplanted,
      published: published.rows.map(({ table, column }) => `${table}.${column}`),
      findIn(text) {
        const [, number] = /qzx(\d+)xzq/i.exec(text) ?? [];
        const column = rows[Number(number ?? -1)];
        return column && `${column.table}.${column.column}`;
      },
    };
  } finally {
    await client.end();
  }
}

async function takeGuardsOff(client: Client, table: string): Promise<void> {
  await client.query(`alter table "${table}" disable trigger user`);
  const { rows } = await client.query<{ name: string }>(
    `select conname as name from pg_constraint where contype = 'c' and conrelid = $1::regclass`,
    [`public.${table}`],
  );
  for (const { name } of rows) {
    await client.query(`alter table "${table}" drop constraint "${name}"`);
  }
}

function markerOf(number: number): string {
  return `qzx${number}xzq`;
}

async function plant(
  client: Client,
  { table, column, type }: Column,
  marker: string,
): Promise<string | undefined> {
  // Rows differ, for some columns are unique.
  const word = `'${marker}' || translate(ctid::text, '(,)', '-')`;
  const values: Readonly<Record<string, string>> = {
    jsonb: `jsonb_build_object('${marker}', ${word})`,
    json: `json_build_object('${marker}', ${word})`,
    _text: `array[${word}]`,
    tsvector: `to_tsvector('simple', '${marker}')`,
  };
  try {
    const { rowCount } = await client.query(
      `update "${table}" set "${column}" = ${values[type] ?? word}`,
    );
    return (rowCount ?? 0) > 0 ? undefined : 'no row';
  } catch (error) {
    return String(error);
  }
}
