import * as z from 'zod';
import type { Actor } from '#accounts';
import {
  arrangeSource,
  markLooked,
  reviewTranslation,
  sourcePage,
  translatePassage,
  type SourcePage,
} from '#evidence';
import type { Db, Tx } from '#platform/database';
import type { Problem } from '#platform/errors';
import type { Locale } from '#platform/languages';
import { decideClaims, restoreClaims, successorsOf, writeNote } from '#record';
import { parseForm, type FormState } from '../../forms/parse-form.ts';
import { moveOf, moves } from '../inbox/arrange.ts';
import { codeClaim, problemsOf, type Coded } from './code-claim.ts';
import { codeActForm, codeNamesForm } from './code-forms.ts';
import { codingChanges, type CodingChanges, type Touched } from './coding-facts.ts';
import type { QuotePlace } from './find-quote.ts';
import { fromPlainForm, plainClaimForm, QuoteRefusal } from './plain-claim.ts';
import { actRequest, claimRequest, namesRequest } from './requests.ts';

/** What the coding page hears back. */
export interface Answer {
  readonly ok: boolean;
  readonly state: FormState;
  readonly coded?: Coded;
  /** What the page must show anew; also on refusal, for there may be somebody else's newer claim. */
  readonly changes: CodingChanges;
  /** Where a quote stands that was found in several places. */
  readonly places?: readonly QuotePlace[];
}

/** What a form of the page works with. */
export interface CodingRequest {
  readonly db: Db;
  readonly actor: Actor;
  readonly locale: Locale;
  readonly page: Pick<SourcePage, 'uid' | 'workState'>;
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
        context.addIssue({ code: 'custom', message: 'form-invalid', input: text });
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
  z.object({ form: z.literal('restore'), claim: z.uuid() }),
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
  z.object({
    form: z.literal('arrange'),
    change: z.enum(moves),
    to: z.union([z.uuid(), z.literal('')]).default(''),
  }),
]);
type CodingForm = z.output<typeof formSchema>;

/** Does what a form of the coding page asks, in one transaction, and tells what it changed. */
export async function answerForm(request: Request, work: CodingRequest): Promise<Answer> {
  const { db, actor, locale, page } = work;
  const form = await parseForm(request, formSchema, { characters: 1_000_000 });
  const changes = (touched: Touched) => codingChanges(db, actor, locale, page.uid, touched);
  if (!form.ok) return { ok: false, state: form.state, changes: await changes({}) };
  try {
    const values = await readied(work, form.values);
    const { coded, touched } = await db.transaction().execute(async (tx) => {
      const done = await carryOut(tx, work, values);
      await markLooked(tx, actor, page.uid);
      return done;
    });
    return {
      ok: true,
      state: form.state,
      changes: await changes(touched),
      ...(coded !== undefined && { coded }),
    };
  } catch (error) {
    const problems: readonly Problem[] = problemsOf(error);
    return {
      ok: false,
      state: { ...form.state, problems },
      changes: await changes(await overtakenBy(db, actor, form.values, problems)),
      ...(error instanceof QuoteRefusal && { places: error.places }),
    };
  }
}

// Somebody else was quicker to change the claim: the page shows what they made of it.
async function overtakenBy(
  db: Db,
  actor: Actor,
  form: CodingForm,
  problems: readonly Problem[],
): Promise<Touched> {
  if (form.form !== 'claim' || form.request.supersedes === undefined) return {};
  if (!problems.some(({ code }) => code === 'claim-changed')) return {};
  const { supersedes } = form.request;
  return { claims: [supersedes, ...(await successorsOf(db, actor, supersedes))] };
}

type Readied = Exclude<CodingForm, { form: 'plain-claim' }>;

async function readied(work: CodingRequest, values: CodingForm): Promise<Readied> {
  if (values.form !== 'plain-claim') return values;
  const { db, actor, locale, page } = work;
  const layers = (await sourcePage(db, actor, page.uid))?.layers ?? [];
  const layer = layers.find(({ uid }) => uid === work.layer) ?? layers[0];
  if (layer === undefined) throw new QuoteRefusal([]);
  return { form: 'claim', request: await fromPlainForm(db, actor, layer, values, locale) };
}

interface Done {
  readonly coded?: Coded;
  readonly touched: Touched;
}

// A change of a claim touches the one it replaces too.
function saved(coded: Coded, supersedes?: string): Done {
  const claims = supersedes === undefined ? coded.claims : [supersedes, ...coded.claims];
  return { coded, touched: { claims } };
}

async function carryOut(
  tx: Tx,
  { actor, locale, page }: CodingRequest,
  values: Readied,
): Promise<Done> {
  switch (values.form) {
    case 'claim':
      return saved(
        await codeClaim(tx, actor, page.uid, values.request, locale),
        values.request.supersedes ?? values.request.recodes,
      );
    case 'act':
      return saved(await codeActForm(tx, actor, page.uid, values.request, locale));
    case 'names':
      return saved(await codeNamesForm(tx, actor, page.uid, values.request, locale));
    case 'withdraw':
      await decideClaims(tx, actor, [values.claim], 'withdrawn', values.reason);
      return { touched: { claims: [values.claim] } };
    case 'restore':
      await restoreClaims(tx, actor, [values.claim]);
      return { touched: { claims: [values.claim] } };
    case 'note':
      await writeNote(tx, actor, values.subject, values.uid, values.body);
      return {
        touched: values.subject === 'source' ? { notes: true } : { claims: [values.uid] },
      };
    case 'translate': {
      const { passage, language, text, translator, machine } = values;
      await translatePassage(tx, actor, passage, {
        language,
        text,
        machine: machine === 'yes',
        ...(translator.trim() !== '' && { translator }),
      });
      return { touched: { translations: true } };
    }
    case 'review-translation':
      await reviewTranslation(tx, actor, values.layer);
      return { touched: { translations: true } };
    case 'arrange': {
      const move = moveOf(values.change, page.workState, actor, values.to);
      await arrangeSource(tx, actor, page.uid, move);
      return { touched: {} };
    }
  }
}
