import * as z from 'zod';
import type { Actor } from '#accounts';
import {
  arrangeSource,
  markLooked,
  reviewTranslation,
  translatePassage,
  type SourcePage,
} from '#evidence';
import type { Db, Tx } from '#platform/database';
import type { Problem } from '#platform/errors';
import type { Locale } from '#platform/languages';
import { decideClaims, writeNote } from '#record';
import { parseForm, type FormState } from '../../forms/index.ts';
import { moveOf, moves } from '../inbox/arrange.ts';
import { codeClaim, problemsOf, type Coded } from './code-claim.ts';
import { codeActForm, codeNamesForm } from './code-forms.ts';
import { codingFacts, type CodingFacts } from './coding-facts.ts';
import type { QuotePlace } from './find-quote.ts';
import { fromPlainForm, plainClaimForm, QuoteRefusal } from './plain-claim.ts';
import { actRequest, claimRequest, namesRequest } from './requests.ts';

/** What the coding page hears back. */
export interface Answer {
  readonly ok: boolean;
  readonly state: FormState;
  readonly coded?: Coded;
  /** The page as it now is; also on refusal, so that somebody else's newer claim can be shown. */
  readonly facts: CodingFacts;
  /** Where a quote stands that was found in several places. */
  readonly places?: readonly QuotePlace[];
}

/** What a form of the page works with. */
export interface CodingRequest {
  readonly db: Db;
  readonly actor: Actor;
  readonly locale: Locale;
  readonly page: SourcePage;
  /** Uid of the text the page shows. */
  readonly layer: string | undefined;
}

const json = <Schema extends z.ZodType>(schema: Schema) =>
  z
    .string()
    .max(1_000_000)
    .transform((text, context): unknown => {
      try {
        return JSON.parse(text);
      } catch {
        context.addIssue({ code: 'custom', message: 'form.invalid', input: text });
        return z.NEVER;
      }
    })
    .pipe(schema);

const formSchema = z.discriminatedUnion('form', [
  z.object({ form: z.literal('claim'), request: json(claimRequest) }),
  z.object({ form: z.literal('act'), request: json(actRequest) }),
  z.object({ form: z.literal('names'), request: json(namesRequest) }),
  plainClaimForm.extend({ form: z.literal('plain-claim') }),
  z.object({ form: z.literal('withdraw'), claim: z.uuid(), reason: z.string().trim().max(2_000) }),
  z.object({
    form: z.literal('note'),
    subject: z.enum(['source', 'claim']),
    uid: z.uuid(),
    body: z.string(),
  }),
  z.object({
    form: z.literal('translate'),
    passage: z.uuid(),
    language: z.string(),
    text: z.string(),
    translator: z.string().default(''),
    machine: z.enum(['yes', 'no']).default('no'),
  }),
  z.object({ form: z.literal('review-translation'), layer: z.uuid() }),
  z.object({ form: z.literal('arrange'), change: z.enum(moves) }),
]);
type CodingForm = z.output<typeof formSchema>;

/** Does what a form of the coding page asks, in one transaction, and tells the page as it is then. */
export async function answerForm(request: Request, work: CodingRequest): Promise<Answer> {
  const { db, actor, locale, page } = work;
  const form = await parseForm(request, formSchema, { characters: 1_000_000 });
  const facts = () => codingFacts(db, actor, locale, page.uid);
  if (!form.ok) return { ok: false, state: form.state, facts: await facts() };
  try {
    const values = await readied(work, form.values);
    const coded = await db.transaction().execute(async (tx) => {
      const done = await carryOut(tx, work, values);
      await markLooked(tx, actor, page.uid);
      return done;
    });
    return {
      ok: true,
      state: form.state,
      facts: await facts(),
      ...(coded !== undefined && { coded }),
    };
  } catch (error) {
    const problems: readonly Problem[] = problemsOf(error);
    return {
      ok: false,
      state: { ...form.state, problems },
      facts: await facts(),
      ...(error instanceof QuoteRefusal && { places: error.places }),
    };
  }
}

type Readied = Exclude<CodingForm, { form: 'plain-claim' }>;

async function readied(work: CodingRequest, values: CodingForm): Promise<Readied> {
  if (values.form !== 'plain-claim') return values;
  const { db, actor, locale, page } = work;
  const layer = page.layers.find(({ uid }) => uid === work.layer) ?? page.layers[0];
  if (layer === undefined) throw new QuoteRefusal([]);
  return { form: 'claim', request: await fromPlainForm(db, actor, layer, values, locale) };
}

async function carryOut(
  tx: Tx,
  { actor, locale, page }: CodingRequest,
  values: Readied,
): Promise<Coded | undefined> {
  switch (values.form) {
    case 'claim':
      return codeClaim(tx, actor, page.uid, values.request, locale);
    case 'act':
      return codeActForm(tx, actor, page.uid, values.request, locale);
    case 'names':
      return codeNamesForm(tx, actor, page.uid, values.request, locale);
    case 'withdraw':
      await decideClaims(tx, actor, [values.claim], 'withdrawn', values.reason);
      return undefined;
    case 'note':
      await writeNote(tx, actor, values.subject, values.uid, values.body);
      return undefined;
    case 'translate': {
      const { passage, language, text, translator, machine } = values;
      await translatePassage(tx, actor, passage, {
        language,
        text,
        machine: machine === 'yes',
        ...(translator.trim() !== '' && { translator }),
      });
      return undefined;
    }
    case 'review-translation':
      await reviewTranslation(tx, actor, values.layer);
      return undefined;
    case 'arrange': {
      const move = moveOf(values.change, page.workState, actor);
      await arrangeSource(tx, actor, page.uid, move);
      return undefined;
    }
  }
}
