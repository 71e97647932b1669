import * as z from 'zod';
import type { Actor } from '#accounts';
import type { LayerView } from '#evidence';
import type { Db } from '#platform/database';
import { Refusal } from '#platform/errors';
import { foldForSearch, type Locale } from '#platform/languages';
import {
  findEntities,
  inLocale,
  kindCodes,
  loadAddedTerms,
  property,
  termsOf,
  type KindCode,
  type Property,
} from '#record';
import { basisFor } from './basis-for.ts';
import { findQuote, type QuotePlace } from './find-quote.ts';
import type { ClaimRequest, EntityChoice } from './requests.ts';

/** The form for browsers without scripts: everything typed, nothing picked. */
export const plainClaimForm = z.object({
  quote: z.string().trim().min(1).max(5_000),
  /** Which of several places, from 0. */
  nth: z.coerce.number().int().min(0).max(100).optional(),
  subject: z.union([z.uuid(), z.literal('')]).default(''),
  subjectName: z.string().trim().max(500).default(''),
  /** `kind:property`, so that one list offers both. */
  property: z.string().max(80),
  value: z.string().trim().min(1).max(20_000),
  certainty: z.string().max(40),
  /** One line per link, who said it first on top. */
  chain: z.string().max(4_000).default(''),
});
export type PlainClaimForm = z.output<typeof plainClaimForm>;

/** Refused because the words stand in several places, or nowhere; `places` are there to choose from. */
export class QuoteRefusal extends Refusal<'quote-not-found' | 'quote-ambiguous'> {
  override readonly name = 'QuoteRefusal';
  readonly places: readonly QuotePlace[];

  constructor(places: readonly QuotePlace[]) {
    const code = places.length === 0 ? 'quote-not-found' : 'quote-ambiguous';
    super({ code, field: places.length === 0 ? 'quote' : 'nth' });
    this.places = places;
  }
}

/** Refused because a typed value means nothing, or several things. */
export class PlainClaimRefusal extends Refusal<'value-bad-term' | 'entity-ambiguous'> {
  override readonly name = 'PlainClaimRefusal';
}

/**
 * Makes of typed words what the scripted form would have sent: the place of the quote, the code of a
 * term, the entity of a name.
 *
 * @throws QuoteRefusal, PlainClaimRefusal.
 */
export async function fromPlainForm(
  db: Db,
  actor: Actor,
  layer: LayerView,
  form: PlainClaimForm,
  locale: Locale,
): Promise<ClaimRequest> {
  const places = findQuote(layer.text, form.quote);
  const place = places.length === 1 ? places[0] : places[form.nth ?? -1];
  if (place === undefined) throw new QuoteRefusal(places);
  const [kindPart = '', code = ''] = form.property.split(':');
  const kind = kindCodes.find((known) => known === kindPart) ?? 'person';
  const definition = property(code);
  const value = await valueOf(db, actor, definition, form.value, locale);
  const links = form.chain
    .split('\n')
    .map((line) => line.trim().slice(0, 300))
    .filter((line) => line !== '')
    .slice(0, 12);
  return {
    place: { layer: layer.uid, start: place.start, end: place.end },
    subject: form.subject === '' ? { kind, name: form.subjectName } : { uid: form.subject },
    property: code,
    value,
    basis: 'text' in value ? basisFor(value.text, form.quote) : 'coded',
    certainty: form.certainty,
    chain: links.map((label) => ({ label, seen: false })),
    reason: '',
    ...(layer.language !== null && { language: layer.language }),
  };
}

async function valueOf(
  db: Db,
  actor: Actor,
  definition: Property | undefined,
  typed: string,
  locale: Locale,
): Promise<ClaimRequest['value']> {
  if (definition?.valueType === 'entity') {
    return { entity: await entityOf(db, actor, definition.range, typed) };
  }
  if (definition?.valueType !== 'term') return { text: typed };
  const folded = foldForSearch(typed);
  const found = termsOf(definition.vocabulary, await loadAddedTerms(db)).find(
    ({ code, labels }) => code === typed || foldForSearch(inLocale(labels, locale)) === folded,
  );
  if (found === undefined) throw new PlainClaimRefusal({ code: 'value-bad-term', field: 'value' });
  return { text: found.code };
}

async function entityOf(
  db: Db,
  actor: Actor,
  range: readonly KindCode[],
  name: string,
): Promise<EntityChoice> {
  const folded = foldForSearch(name);
  const found = await findEntities(db, actor, name, { kinds: range, limit: 50 });
  const same = found.filter((hit) => foldForSearch(hit.name) === folded);
  const [only] = same;
  if (same.length > 1) throw new PlainClaimRefusal({ code: 'entity-ambiguous', field: 'value' });
  return only === undefined ? { kind: range[0] ?? 'person', name } : { uid: only.uid };
}
