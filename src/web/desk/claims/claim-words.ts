import type { Actor } from '#accounts';
import { formatEdtf, parseEdtf } from '#platform/calendar';
import type { Locale } from '#platform/languages';
import type { Db } from '#platform/database';
import {
  captionsByUid,
  kind,
  label,
  loadAddedTerms,
  property,
  term,
  type ClaimView,
  type LinkView,
} from '#record';
import { translatorOf } from '../../messages/catalogs.ts';
import { momentWords } from './moment-words.ts';
import { placesOf, valueWords, type ValueWords, type Wording } from './value-words.ts';

/** A claim as the desk prints it: everything in words, in the reader's language. */
export interface ClaimWords {
  readonly uid: string;
  readonly entity: { readonly uid: string; readonly kind: string; readonly text: string };
  readonly property: string;
  readonly propertyLabel: string;
  readonly sensitive: boolean;
  readonly value: ValueWords;
  /** The value as it is stored: a term's code, a day as EDTF. */
  readonly stored: string;
  readonly original: string | null;
  readonly basis: string;
  readonly basisLabel: string;
  readonly reason: string;
  /** Undefined where the certainty is not known. */
  readonly certaintyLabel: string | undefined;
  /** When it holds. */
  readonly valid: string | undefined;
  readonly state: string;
  readonly author: { readonly uid: string; readonly name: string; readonly isMe: boolean };
  readonly written: string;
  readonly supersedes: string | null;
  readonly passage: ClaimView['passage'];
  readonly source: ClaimView['source'];
  readonly chain: readonly LinkView[];
}

/** Puts claims into words. One look-up for added terms and one for the places figures count in. */
export async function claimsInWords(
  db: Db,
  actor: Actor,
  locale: Locale,
  claims: readonly ClaimView[],
): Promise<Map<string, ClaimWords>> {
  const added = await loadAddedTerms(db);
  const places = await captionsByUid(db, actor, placesOf(claims), locale, added);
  const t = translatorOf(locale, 'record');
  const wording: Wording = { locale, added, places, asOf: (date) => t('figure.asOf', { date }) };
  return new Map(claims.map((claim) => [claim.uid, claimWords(claim, actor, wording)]));
}

function claimWords(claim: ClaimView, actor: Actor, wording: Wording): ClaimWords {
  const { locale } = wording;
  const definition = property(claim.property);
  const certainty = term('certainties', claim.certainty);
  const basis = term('claim-bases', claim.basis);
  return {
    uid: claim.uid,
    entity: entityWords(claim.entity, locale),
    property: claim.property,
    propertyLabel: definition === undefined ? claim.property : label(definition, locale),
    sensitive: definition?.sensitive === true,
    value: valueWords(claim, wording),
    stored: claim.value,
    original: claim.original,
    basis: claim.basis,
    basisLabel: basis === undefined ? claim.basis : label(basis, locale),
    reason: claim.reason,
    certaintyLabel:
      certainty === undefined || certainty.code === 'unknown'
        ? undefined
        : label(certainty, locale),
    valid: validWords(claim.valid, locale),
    state: claim.state,
    author: { ...claim.author, isMe: claim.author.uid === actor.uid },
    written: momentWords(claim.createdAt, locale),
    supersedes: claim.supersedes,
    passage: claim.passage,
    source: claim.source,
    chain: claim.chain,
  };
}

/** An entity's name for print: one that nothing names is called by its kind and the start of its id. */
export function entityWords(
  entity: { readonly uid: string; readonly kind: string; readonly text: string },
  locale: Locale,
): { readonly uid: string; readonly kind: string; readonly text: string } {
  if (entity.text !== '') return entity;
  const known = kind(entity.kind);
  const name = known === undefined ? entity.kind : label(known, locale);
  return { ...entity, text: `${name} ${entity.uid.slice(0, 8)}` };
}

function validWords(valid: string | null, locale: Locale): string | undefined {
  const parsed = parseEdtf(valid ?? '');
  return parsed.ok ? formatEdtf(parsed.edtf, locale) : undefined;
}
