import type { Migration } from '#platform/database';

export const guildFilterMigrations: readonly Migration[] = [
  {
    name: '0086-guild-filter',
    sql: `
      -- The affiliation alone, folded as for search: a filter by guild. A line is never changed but replaced.
      alter table signature_shown add column affiliation_folded text not null default '';
      -- The letters that Persian and Arabic keyboards differ by; a line that is written again is folded whole.
      update signature_shown set affiliation_folded = translate(
          lower(normalize(affiliation, nfkc)), '\u064a\u0649\u0643\u0629\u0623\u0625\u0622\u0624\u0626\u200c',
          '\u06cc\u06cc\u06a9\u0647\u0627\u0627\u0627\u0648\u06cc') where affiliation <> '';
      create index signature_shown_by_affiliation on signature_shown
        using gin (affiliation_folded gin_trgm_ops) where affiliation_folded <> '';

      -- A column at its end: what stands on the view stays.
      create or replace view published.letter_signature as
        select l.uid as letter, h.signature_id as id, h.name, h.credit, h.country, h.affiliation,
          h.folded, h.verification, h.version, h.confirmed_at::date as day,
          h.letter_id, h.credit_folded, h.line,
          (select p.subject from published.subject p
            where p.subject = h.entity and p.kind = 'person' and p.edition is not null) as person,
          exists (select from signature_chosen c where c.signature_id = h.signature_id) as chosen,
          h.affiliation_folded
        from signature_shown h
        join letter l on l.id = h.letter_id
        join letter_signing s on s.letter_id = l.id and not s.names_hidden
        where h.name <> '' and exists (select from published.subject p where p.subject = l.uid and p.edition is not null);
    `,
  },
];
