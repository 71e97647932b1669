import { sql, type RawBuilder } from 'kysely';
import { readPlainForm } from '@countersign/letter';
import type { Db } from '#platform/database';

/** Words of a letter that do not stand in its edition: each where it stands, with the way to it. */
export interface LetterWords {
  /** Uid of the letter, and what the desk calls it. */
  readonly letter: string;
  readonly name: string;
  /**
   * `version` and `translation`: proposed, decided on or withdrawn. Drafts can be written anew. `signing` is what
   * readers are told of it, `update` a mail to signers, `quote` what one of them cleared
   * and readers see: of what nobody has chosen there may be a hundred thousand.
   */
  readonly kind:
    | 'name'
    | 'draft'
    | 'translation-draft'
    | 'version'
    | 'translation'
    | 'signing'
    | 'delivery'
    | 'update'
    | 'quote';
  /** BCP 47; empty where it has none of its own. */
  readonly language: string;
  /** Uid of the version that it is, or translates; empty of everything else. */
  readonly version: string;
  /** Uid of the translation; empty of everything else. */
  readonly translation: string;
  /** Of versions, translations and mails. */
  readonly state: string;
  /** Title, blocks and the rest, each by itself. */
  readonly lines: readonly string[];
}

const atOnce = 50;

/**
 * All words of letters that their editions do not show, part by part: of letters in these scopes.
 *
 * @param scopes ids.
 */
export async function* unpublishedWords(
  db: Db,
  scopes: readonly number[],
): AsyncGenerator<readonly LetterWords[]> {
  let last = '0';
  for (;;) {
    const { rows: letters } = await sql<{ id: string }>`
      select id from letter where id > ${last} and scope_id = any(${sql.val(scopes)}::integer[])
      order by id limit ${atOnce}`.execute(db);
    const [end] = letters.slice(-1);
    if (end === undefined) return;
    last = end.id;
    const ids = letters.map(({ id }) => id);
    const { rows } = await sql<Row>`${wordsOf(ids)}`.execute(db);
    yield rows.map(({ words, place: _, ...row }) => ({ ...row, lines: linesOf(words) }));
  }
}

type Row = Omit<LetterWords, 'lines'> & { readonly words: unknown; readonly place: unknown };

// What stands in the current edition is found by its words, as of every page; what the second person said of it
// stands in none.
function wordsOf(ids: readonly string[]) {
  return sql`
    with asked as (
      select l.*, e.document #> '{letter,versions}' as shown from letter l
      left join published.subject p on p.subject = l.uid
      left join published.edition e on e.uid = p.edition
      where l.id = any(${sql.val(ids)}::bigint[])
    )
    select l.uid as letter, l.name, 'name' as kind, '' as language, '' as version, '' as translation,
      '' as state, to_jsonb(l.name) as words, array[l.id, 0] as place from asked l
    union all
    select l.uid, l.name, 'draft', d.language, '', '', '', d.text, array[l.id, 1]
    from asked l join letter_draft d on d.letter_id = l.id
    union all
    select l.uid, l.name, 'translation-draft', d.language, v.uid::text, '', '', d.text, array[l.id, 2, v.id]
    from asked l join letter_version v on v.letter_id = l.id
    join letter_translation_draft d on d.version_id = v.id
    union all
    select l.uid, l.name, 'version', v.language, v.uid::text, '', v.state,
      jsonb_build_array(v.comment, case when not ${shows(sql`jsonb_build_object('hash', encode(v.hash, 'hex'))`)}
        then jsonb_build_array(v.text::jsonb, v.change_note) end), array[l.id, 3, v.id]
    from asked l join letter_version v on v.letter_id = l.id
    union all
    select l.uid, l.name, 'translation', t.language, v.uid::text, t.uid::text, t.state,
      jsonb_build_array(t.comment, case when not ${shows(sql`jsonb_build_object('translations',
          jsonb_build_array(jsonb_build_object('hash', encode(t.hash, 'hex'))))`)}
        then jsonb_build_array(t.text::jsonb, t.made_by, t.reviewed_by, t.departure) end), array[l.id, 4, v.id, t.id]
    from asked l join letter_version v on v.letter_id = l.id
    join letter_translation t on t.version_id = v.id
    union all
    select l.uid, l.name, 'signing', '', '', '', '', jsonb_build_array(s.message, s.closing), array[l.id, 5]
    from asked l join letter_signing s on s.letter_id = l.id
    union all
    select l.uid, l.name, 'delivery', '', '', '', '', jsonb_build_array(d.addressee, d.by_whom, d.answer, d.changed),
      array[l.id, 6, d.id]
    from asked l join letter_delivery d on d.letter_id = l.id
    union all
    select l.uid, l.name, 'update', '', '', '', u.state, jsonb_build_array(u.texts, u.comment), array[l.id, 7, u.id]
    from asked l join letter_update u on u.letter_id = l.id
    union all
    select l.uid, l.name, 'quote', q.language, '', '', '', to_jsonb(q.words), array[l.id, 8, q.signature_id]
    from asked l join signature_quote q on q.letter_id = l.id and q.line is not null
    order by place, language`;
}

/** Whether the current edition has a version like this. */
function shows(version: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`coalesce(l.shown @> jsonb_build_array(${version}), false)`;
}

/** The words in a text or a draft of one; runs of a block are one line, because emphasis parts no name. Pure. */
export function linesOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) {
    const isRuns = value.length > 0 && value.every(isRun);
    return isRuns ? [value.map(({ text }) => text).join('')] : value.flatMap(linesOf);
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, one]) => {
    if (wordless.has(name)) return [];
    return name === 'blocks' && Array.isArray(one) ? one.flatMap(linesOfBlock) : linesOf(one);
  });
}

// A translation in work has its blocks as they are typed, with signs for emphasis.
function linesOfBlock(block: unknown): string[] {
  return linesOf(typeof block === 'string' ? readPlainForm(block) : block);
}

// What says of a text, and of parts of it, which they are.
const wordless: ReadonlySet<string> = new Set([
  ...['kind', 'letter', 'language', 'translates', 'how', 'marks'],
]);

function isRun(value: unknown): value is { readonly text: string } {
  return (
    typeof value === 'object' &&
    value !== null &&
    'text' in value &&
    typeof value.text === 'string' &&
    !('blocks' in value)
  );
}
