import { sql } from 'kysely';
import type { Db } from '#platform/database';

export interface Size {
  readonly people: number;
  readonly claimsPerPerson: number;
}

const givenNames = [
  ...['Mina', 'Jafar', 'Leila', 'Karim', 'Sara', 'Omid', 'Nadia', 'Pavel', 'Anna', 'Yusuf'],
  ...['مینا', 'جعفر', 'لیلا', 'کریم', 'سارا', 'امید', 'Claire', 'Luc', 'Inès', 'Hélène'],
];
const familyNames = [
  ...['Karimi', 'Panahi', 'Ahmadi', 'Novak', 'Moreau', 'Haddad', 'Ivanova', 'Okafor', 'Silva'],
  ...['کریمی', 'پناهی', 'احمدی', 'رضایی', 'Lefèvre', 'Nguyen', 'Demir', 'Kowalska', 'Rossi'],
];

/**
 * Fills an empty database with people and claims of the shape a large archive has: each person named
 * twice, a birth date that every tenth source disputes, occupations, countries, descriptions; every
 * claim resting on a passage of one of 3,000 sources, a third with an attribution chain, one in two hundred
 * still waiting for review.
 * Plain SQL, because loading is not what is measured.
 */
export async function loadRecord(db: Db, { people, claimsPerPerson }: Size): Promise<void> {
  await sql`
    insert into account (name, email, email_folded, roles)
    values ('Bench', 'bench@example.org', 'bench@example.org', array['documenter','reviewer'])`.execute(
    db,
  );
  await sql`
    insert into source (title, material, scope_id, created_by)
    select 'Report ' || n, 'newspaper', 2, 1 from generate_series(1, 3000) n`.execute(db);
  await sql`
    insert into copy (source_id, method, sha256, byte_length, media_type, blob_key, obtained_by, reading)
    select id, 'pasted', sha256(id::text::bytea), 200, 'text/plain', 'bench', 1, 'read' from source`.execute(
    db,
  );
  await sql`
    insert into text_layer (copy_id, kind, language, text, length)
    select id, 'extraction', 'en', repeat('words that were said ', 40), 840 from copy`.execute(db);
  await sql`
    insert into passage (source_id, copy_id, kind, layer_id, start_offset, end_offset, quote, made_by)
    select k.source_id, k.id, 'text', l.id, n * 21, n * 21 + 20, 'words that were said', 1
    from copy k join text_layer l on l.copy_id = k.id, generate_series(0, 29) n`.execute(db);
  await sql`
    insert into search_piece (source_id, layer_id, start_offset, end_offset, words)
    select k.source_id, l.id, 0, 800, array_to_tsvector(array(
      select distinct 'word' || (power(random(), 3) * 20000)::int
      from generate_series(1, 150) where l.id > 0 and piece > 0))
    from copy k join text_layer l on l.copy_id = k.id, generate_series(1, 5) piece
    union all
    select id, null, 0, 0, array_to_tsvector(array['report', id::text]) from source`.execute(db);
  await sql`
    insert into entity (kind, scope_id, created_by)
    select 'person', 2, 1 from generate_series(1, ${people}::int)`.execute(db);
  await insertClaims(db, people, claimsPerPerson);
  await sql`
    insert into attribution (claim_id, position, label, seen)
    select id, 0, 'a lawyer ' || id % 500, false from claim where id % 3 = 0`.execute(db);
  await sql`
    insert into claim_step (claim_id, state, account_id)
    select id, 'proposed', 1 from claim`.execute(db);
  await sql`vacuum analyze`.execute(db);
}

async function insertClaims(db: Db, people: number, claimsPerPerson: number): Promise<void> {
  // Property by position; dates vary so that one person in ten is disputed.
  await sql`
    insert into claim (entity_id, property, value, value_from, value_to, language, passage_id, basis,
      certainty, scope_id, author_id, state)
    select person.id,
      (array['name','otherName','birthDate','birthDate','description','citizenship','residence',
        'website','description','description'])[1 + slot % 10],
      case slot % 10
        when 0 then full_name
        when 1 then full_name || ' ' || slot
        when 2 then born::text
        when 3 then (born + case when person.n % 10 = 0 then 400 else 0 end)::text
        when 5 then (array['IR','FR','EG','TR','BR'])[1 + person.n % 5]
        when 6 then (array['DE','FR','GB','CA','US'])[1 + person.n % 5]
        when 7 then 'https://example.org/' || person.n || '/' || slot
        else 'What source ' || slot || ' says of person ' || person.n
      end,
      case when slot % 10 in (2, 3)
        then born + case when slot % 10 = 3 and person.n % 10 = 0 then 400 else 0 end end,
      case when slot % 10 in (2, 3)
        then born + case when slot % 10 = 3 and person.n % 10 = 0 then 400 else 0 end end,
      case when slot % 10 in (0, 1, 4, 8, 9) then 'en' end,
      1 + (person.n * 7 + slot) % 90000, 'coded', 'likely', 2, 1,
      case when (person.n + slot) % 200 = 0 then 'proposed' else 'accepted' end
    from (
      select id, id::int as n, date '1950-01-01' + (id * 17 % 18000)::int as born,
        (${sql.val(givenNames)}::text[])[1 + (id % 20)::int] || ' ' ||
        (${sql.val(familyNames)}::text[])[1 + (id / 20 % 18)::int] || ' ' || (id / 360) as full_name
      from entity order by id limit ${people}
    ) person, generate_series(0, ${claimsPerPerson - 1}::int) slot
    order by slot, person.id`.execute(db);
}
