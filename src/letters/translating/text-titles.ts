import { sql, type RawBuilder } from 'kysely';
import { scopesOf, type Actor } from '#accounts';
import { asUid, type Db } from '#platform/database';

/** Titles of one text by language: its own, and of its approved translations the newest of each language. */
export type TextTitles = Readonly<Record<string, string>>;

/** Something that has them. */
export interface Titled {
  readonly titles: TextTitles;
  /** The language that is signed. */
  readonly language: string;
}

/** The title in a reader's language where there is one, else as it is signed. */
export function titleFor(of: Titled | undefined, locale: string): string {
  const { titles = {}, language = '' } = of ?? {};
  return titles[locale] ?? titles[language] ?? '';
}

/** The titles of a version, as JSON. @param version its id. */
export function titlesOfVersion(version: RawBuilder<unknown>): RawBuilder<TextTitles> {
  return sql<TextTitles>`(
    select coalesce(jsonb_object_agg(one.language, one.title), '{}') from (
      select text::jsonb ->> 'language' as language, text::jsonb ->> 'title' as title
      from letter_version where id = ${version}
      union all
      select * from (select distinct on (language) language, text::jsonb ->> 'title' as title
        from letter_translation where version_id = ${version} and state = 'approved'
        order by language, revision desc) t) one)`;
}

/** Titles of a letter's newest approved version; empty for one that is not for this actor. */
export async function letterTitles(db: Db, actor: Actor, letter: string): Promise<TextTitles> {
  const { rows } = await sql<{ titles: TextTitles }>`
    select ${titlesOfVersion(sql`v.id`)} as titles
    from letter l join letter_version v on v.letter_id = l.id and v.state = 'approved'
    where l.uid = ${asUid(letter)} and l.scope_id = any(${sql.val(scopesOf(actor))}::integer[])
    order by v.number desc limit 1`.execute(db);
  return rows[0]?.titles ?? {};
}
