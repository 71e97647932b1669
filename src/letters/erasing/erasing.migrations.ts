import type { Migration } from '#platform/database';

export const erasingMigrations: readonly Migration[] = [
  {
    name: '0088-erased-anchors',
    sql: `
      -- Nothing of a letter goes on pointing to somebody who was erased. Its words stay: who wrote them mends them;
      -- and so does the edition that readers see, until the next.
      create function letter_anchor_erased() returns trigger language plpgsql as $$
      begin
        delete from letter_anchor where subject = new.thing or claim = new.thing;
        return null;
      end
      $$;
      create trigger letter_anchor_erased after insert on erasure_journal
        for each row when (new.kind in ('subject','entity','claim') and not new.restored)
        execute function letter_anchor_erased();
    `,
  },
];
