import type { Migration } from '#platform/database';

export const editionContentMigrations: readonly Migration[] = [
  {
    name: '0020-edition-content',
    sql: `
      -- What the current edition of each subject speaks of, by public id: claims, passages, sources,
      -- entities and parts. Whoever changes one of them finds the editions that still say it by one
      -- look into this index, and pays nothing when there are none.
      create table edition_content (
        thing uuid not null,
        subject uuid not null,
        primary key (thing, subject)
      );
      create index on edition_content (subject);
      insert into edition_content (thing, subject)
      select distinct (said.one ->> 'uid')::uuid, s.subject
      from published.subject s join published.edition e on e.uid = s.edition
      cross join lateral (
        select jsonb_array_elements(e.document -> 'claims') as one
        union all select jsonb_array_elements(e.document -> 'passages')
        union all select jsonb_array_elements(e.document -> 'sources')
        union all select jsonb_array_elements(e.document -> 'entities')
        union all select jsonb_array_elements(e.document -> 'parts')
      ) said;

      -- Something a current edition says has changed in the record since. Written by the statement
      -- that changes it, so that no way of changing the record can forget it; cleared by the next
      -- edition, or when the record says the same again.
      create table edition_doubt (
        subject uuid not null,
        thing uuid not null,
        cause text not null check (cause in ('claim','name','source','passage','resolution')),
        since timestamptz not null default now(),
        -- A changed name, source or decision may change nothing that readers see. Null: not yet compared.
        compared_at timestamptz,
        primary key (subject, thing, cause)
      );
      create index on edition_doubt (subject) where compared_at is null;
      create index on edition_doubt (thing);

      create function doubt_editions(changed uuid, why text) returns void language sql as $$
        insert into edition_doubt (subject, thing, cause)
        select subject, changed, why from edition_content where thing = changed
        on conflict (subject, thing, cause) do update set compared_at = null
      $$;

      -- Which decision an edition came by is asked for every line of the list of decisions.
      create index on edition_decision (decision_id);
      create index on published.subject (edition);
    `,
  },
];
