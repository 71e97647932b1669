import { isKeepable, type Db, type Tx } from '#platform/database';
import { may, type Actor } from '#accounts';
import type { SourceReading } from '#evidence';
import { z } from 'zod';
import { invisibleIn } from '#platform/languages';
import { RecordRefusal } from './record-refusal.ts';
import { term, vocabulary, vocabularyCodes, type Term } from './vocabulary/index.ts';

/** Terms an administrator added, by `vocabulary/code`. */
export type AddedTerms = ReadonlyMap<string, Term>;

export async function loadAddedTerms(db: Db): Promise<AddedTerms> {
  const rows = await db.selectFrom('term').selectAll().execute();
  return new Map(
    rows.map((row) => [
      `${row.vocabulary}/${row.code}`,
      {
        code: row.code,
        ...(row.parent !== null && { parent: row.parent }),
        ...(row.retired && { retired: true as const }),
        labels: row.labels as unknown as Term['labels'],
      },
    ]),
  );
}

/** A term shipped with the program or added here. */
export function termOf(vocabularyCode: string, code: string, added: AddedTerms): Term | undefined {
  const name = vocabularyCodes.find((known) => known === vocabularyCode);
  if (name === undefined) return undefined;
  return term(name, code) ?? added.get(`${vocabularyCode}/${code}`);
}

/** All terms of a vocabulary to choose from, those shipped first; retired ones are left out. */
export function termsOf(vocabularyCode: string, added: AddedTerms): Term[] {
  const name = vocabularyCodes.find((known) => known === vocabularyCode);
  if (name === undefined) return [];
  const ours = [...added].filter(([key]) => key.startsWith(`${vocabularyCode}/`));
  const all = [...vocabulary(name).terms, ...ours.map(([, entry]) => entry)];
  return all.filter((entry) => entry.retired !== true);
}

/** The codes by which a source may be described, for the rooms below that keep it. */
export function sourceCodes(added: AddedTerms): Omit<SourceReading, 'locale'> {
  return {
    isMaterial: (code) => termOf('material-types', code, added) !== undefined,
    isReliability: (code) => termOf('reliabilities', code, added) !== undefined,
  };
}

const termInput = z.object({
  vocabulary: z.enum(vocabularyCodes),
  code: z
    .string()
    .trim()
    .regex(/^[A-Za-z0-9-]{1,40}$/),
  parent: z.string().trim().max(40).optional(),
  labels: z.object({
    en: z.string().trim().min(1).max(200),
    fr: z.string().trim().min(1).max(200),
    fa: z.string().trim().min(1).max(200),
  }),
});

export type TermInput = z.input<typeof termInput>;

/** Adds a term to a vocabulary, in three languages. Terms are never deleted, only retired. */
export async function addTerm(tx: Tx, actor: Actor, input: TermInput): Promise<void> {
  if (!may(actor, 'term.add')) throw new RecordRefusal({ code: 'not-allowed' });
  if (!isKeepable(input)) throw new RecordRefusal({ code: 'bad-characters' });
  const parsed = termInput.safeParse(input);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const field = issue?.path.join('.') ?? 'code';
    const code = field.startsWith('labels') ? 'term-label-missing' : 'term-bad-code';
    throw new RecordRefusal({ code, field });
  }
  const { vocabulary: name, code, parent, labels } = parsed.data;
  for (const [locale, label] of Object.entries(labels)) {
    const hidden = invisibleIn(label);
    if (hidden === undefined) continue;
    const field = `labels.${locale}`;
    throw new RecordRefusal({ code: 'invisible-character', field, params: { ...hidden } });
  }
  if (term(name, code) !== undefined)
    throw new RecordRefusal({ code: 'term-exists', field: 'code' });
  const inserted = await tx
    .insertInto('term')
    .values({
      vocabulary: name,
      code,
      parent: parent ?? null,
      labels: JSON.stringify(labels),
      added_by: actor.accountId,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('code')
    .executeTakeFirst();
  if (inserted === undefined) throw new RecordRefusal({ code: 'term-exists', field: 'code' });
}
