import type { Actor } from '#accounts';
import type { EditionDocument } from '#editions';
import type { Db } from '#platform/database';
import type { Locale } from '#platform/languages';
import { readEdition } from '#publish';
import { claimViews, label, property, type DoubtReason, type StaleEdition } from '#record';
import { claimsInWords, type ClaimWords } from '../claims/claim-words.ts';
import { momentWords } from '../claims/moment-words.ts';

/** A published subject that no longer says what the record says, in the reader's words. */
export interface ChangedWords {
  readonly uid: string;
  /** It is a source: its page is elsewhere, and it is corrected along with what quotes it. */
  readonly isSource: boolean;
  readonly text: string;
  readonly number: number;
  readonly publishedAt: string;
  readonly since: string;
  readonly changed: readonly { readonly before: ClaimWords; readonly after: ClaimWords }[];
  readonly gone: readonly ClaimWords[];
  readonly added: readonly ClaimWords[];
  readonly unfound: readonly ClaimWords[];
  readonly renamed: readonly { readonly before: string; readonly after: string }[];
  readonly sources: readonly { readonly uid: string; readonly title: string }[];
  /** Labels of properties of which another value stands first. */
  readonly reordered: readonly string[];
  readonly onlyElse: boolean;
  readonly reasons: readonly ReasonWords[];
}

export interface ReasonWords extends Omit<DoubtReason, 'at'> {
  readonly at: string;
  /** What was changed: a page of the desk. */
  readonly to: string;
}

/** Puts what differs, and the changes that made it, into words. */
export async function changedInWords(
  db: Db,
  actor: Actor,
  locale: Locale,
  editions: readonly StaleEdition[],
): Promise<ChangedWords[]> {
  const uids = editions.flatMap(({ difference, unfound }) => [
    ...difference.changed.flatMap(({ before, after }) => [before, after]),
    ...difference.gone,
    ...difference.added,
    ...unfound,
  ]);
  const views = await claimViews(db, actor, [...new Set(uids)], locale);
  const words = await claimsInWords(db, actor, locale, views);
  const said = (some: readonly string[]) => some.flatMap((uid) => words.get(uid) ?? []);
  return editions.map(({ difference, unfound, ...edition }) => ({
    uid: edition.subject,
    isSource: edition.kind === 'source',
    text: readEdition(edition.document, locale).name.text,
    number: edition.number,
    publishedAt: momentWords(edition.publishedAt, locale),
    since: momentWords(edition.since, locale),
    changed: difference.changed.flatMap(({ before, after }) => {
      const [old, now] = [words.get(before), words.get(after)];
      return old === undefined || now === undefined ? [] : [{ before: old, after: now }];
    }),
    gone: said(difference.gone),
    added: said(difference.added),
    unfound: said(unfound),
    renamed: difference.renamed.map(({ before, after }) => ({
      before: renderings(before, after),
      after: renderings(after, before),
    })),
    sources: sourcesOf(edition.document, difference.sources),
    reordered: [...new Set(difference.reordered.map((one) => labelOf(one.property, locale)))],
    onlyElse: difference.onlyElse,
    reasons: edition.reasons.map((reason) => ({
      ...reason,
      at: momentWords(reason.at, locale),
      to: pathOf(reason),
    })),
  }));
}

// Only the spellings that differ: of a name in two scripts mostly one is corrected.
function renderings(
  names: Readonly<Record<string, string>>,
  other: Readonly<Record<string, string>>,
): string {
  const different = Object.entries(names).filter(([tag, name]) => other[tag] !== name);
  return different.map(([, name]) => name).join(' · ');
}

function sourcesOf(document: EditionDocument, uids: readonly string[]) {
  return document.sources
    .filter(({ uid }) => uids.includes(uid))
    .map(({ uid, title }) => ({ uid, title }));
}

function labelOf(code: string, locale: Locale): string {
  const definition = property(code);
  return definition === undefined ? code : label(definition, locale);
}

function pathOf({ cause, thing, source }: DoubtReason): string {
  if (cause === 'claim') return `/desk/claims/${thing}`;
  if (source !== null) return `/desk/sources/${source}`;
  return `/desk/entities/${thing}`;
}
