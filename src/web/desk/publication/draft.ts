import type { Actor } from '#accounts';
import { currentHashes, editionHash, type EditionDocument } from '#editions';
import type { Db } from '#platform/database';
import type { Locale } from '#platform/languages';
import { readEdition, type SubjectReading } from '#publish';
import {
  alsoShown,
  captionsByUid,
  claimViews,
  label,
  loadAddedTerms,
  prepareEditions,
  takenBackAmong,
  term,
  withPages,
  type LeftOut,
  type LeftOutReason,
  type RemovedSubject,
  type Selection,
} from '#record';
import { claimsInWords, entityWords, type ClaimWords } from '../claims/claim-words.ts';
import { momentWords } from '../claims/moment-words.ts';

/** For what class of reason something was taken back, and when. */
export interface TakenBackWords {
  readonly reason: string;
  readonly at: string;
}

/** What an entity is called, and where to find it. */
export interface NamedEntity {
  readonly uid: string;
  readonly kind: string;
  readonly text: string;
  /** Set where it was taken back from publication. */
  readonly takenBack?: TakenBackWords;
}

/** A claim the author may tick or untick. */
export interface DraftClaim {
  readonly claim: ClaimWords;
  readonly ticked: boolean;
  /** Set where it is not to be had by a tick: it names somebody not published, or waits for review. */
  readonly barred: LeftOutReason | undefined;
  /** Whom it names, for `names-unpublished`. */
  readonly names: NamedEntity | undefined;
}

/** A publication as it is put together: what would be seen, and what is left out and why. */
export interface Draft {
  readonly subjects: readonly NamedEntity[];
  /** Claims by what they are about: the subjects first, then the acts and milestones of theirs. */
  readonly groups: readonly {
    readonly entity: NamedEntity;
    /** The act that an involvement is in; it is called after somebody who has a group of their own. */
    readonly act: string | undefined;
    readonly claims: readonly DraftClaim[];
  }[];
  /** Everybody that claims name who is neither published nor in the set. */
  readonly missing: readonly NamedEntity[];
  /** Pages of the set that were taken back once and would be published again. */
  readonly returning: readonly NamedEntity[];
  /** Published pages that show what is corrected here: those that came into the set by themselves. */
  readonly added: readonly string[];
  /** Those of them that the author took out of the set again. */
  readonly declined: readonly NamedEntity[];
  /** As it was prepared, with the pages that came by themselves. */
  readonly selection: Selection;
  readonly documents: readonly {
    readonly reading: SubjectReading;
    /** The same as what readers see now; it gets no new edition. */
    readonly unchanged: boolean;
  }[];
  /** Whether all subjects have been published before, so that this corrects them. */
  readonly isCorrection: boolean;
}

/**
 * Prepares a selection and puts it into words. Published pages that show what is corrected come along by
 * themselves. Writes nothing.
 *
 * @param declined pages that do not come along.
 */
export async function draftOf(
  db: Db,
  actor: Actor,
  locale: Locale,
  chosen: Selection,
  declined: readonly string[] = [],
): Promise<Draft> {
  const { selection, documents, leftOut, also, added } = await prepareAlong(
    db,
    actor,
    chosen,
    declined,
  );
  const unpublished = [...new Set(leftOut.flatMap(({ names }) => names ?? []))];
  const pages = [...selection.subjects, ...unpublished, ...also];
  const prepared = documents.map(({ subject }) => subject);
  const published = documents.flatMap((document) => document.claims.map((claim) => claim.uid));
  const uids = [...new Set([...published, ...leftOut.map(({ claim }) => claim)])];
  const [named, returning, hashes, views] = await Promise.all([
    namesIn(db, actor, locale, pages),
    takenBackAmong(db, actor, prepared),
    currentHashes(db, prepared),
    claimViews(db, actor, uids, locale),
  ]);
  const words = await claimsInWords(db, actor, locale, views);
  const readings = documents.map((document) => ({
    reading: readEdition(document, locale),
    unchanged: isCurrent(document, hashes),
  }));
  return {
    subjects: selection.subjects.flatMap(named),
    groups: groupsOf(selection, words, leftOut, named),
    missing: unpublished.flatMap(named),
    returning: readings.flatMap(({ reading: { uid, kind, name } }): NamedEntity[] => {
      const gone = returning.get(uid);
      return gone ? [{ uid, kind, text: name.text, takenBack: takenBackWords(gone, locale) }] : [];
    }),
    added,
    declined: also.filter((uid) => !added.includes(uid)).flatMap(named),
    selection,
    documents: readings,
    isCorrection:
      selection.subjects.length > 0 && selection.subjects.every((uid) => hashes.has(uid)),
  };
}

/** Pages that would come along by themselves, by uid: proposing without them would leave them wrong. */
export async function pagesAlong(
  db: Db,
  actor: Actor,
  chosen: Selection,
  declined: readonly string[],
): Promise<string[]> {
  const { documents } = await prepareEditions(db, actor, chosen);
  const also = await alsoShown(db, documents);
  return also.filter((uid) => !declined.includes(uid));
}

async function prepareAlong(db: Db, actor: Actor, chosen: Selection, declined: readonly string[]) {
  const prepared = await prepareEditions(db, actor, chosen);
  const also = await alsoShown(db, prepared.documents);
  const added = also.filter((uid) => !declined.includes(uid));
  if (added.length === 0) return { selection: chosen, ...prepared, also, added };
  const selection = await withPages(db, actor, chosen, prepared.documents, added);
  return { selection, ...(await prepareEditions(db, actor, selection)), also, added };
}

async function namesIn(db: Db, actor: Actor, locale: Locale, uids: readonly string[]) {
  const added = await loadAddedTerms(db);
  const [captions, removed] = await Promise.all([
    captionsByUid(db, actor, uids, locale, added),
    takenBackAmong(db, actor, uids),
  ]);
  return (uid: string): NamedEntity[] => {
    const caption = captions.get(uid);
    if (caption === undefined) return [];
    const gone = removed.get(uid);
    const takenBack = gone && takenBackWords(gone, locale);
    return [{ ...entityWords(caption, locale), ...(takenBack && { takenBack }) }];
  };
}

/** Class of reason and moment, as the desk prints them. */
export function takenBackWords(
  { reasonClass, removedAt }: Pick<RemovedSubject, 'reasonClass' | 'removedAt'>,
  locale: Locale,
): TakenBackWords {
  const reason = term('withdrawal-reasons', reasonClass);
  return {
    reason: reason === undefined ? reasonClass : label(reason, locale),
    at: momentWords(removedAt, locale),
  };
}

function groupsOf(
  selection: Selection,
  words: ReadonlyMap<string, ClaimWords>,
  leftOut: readonly LeftOut[],
  named: (uid: string) => NamedEntity[],
): Draft['groups'] {
  const outs = new Map(leftOut.map((one) => [one.claim, one]));
  const byEntity = Map.groupBy(words.values(), (claim) => claim.entity.uid);
  const rank = (uid: string) => {
    const at = selection.subjects.indexOf(uid);
    return at === -1 ? selection.subjects.length : at;
  };
  return [...byEntity]
    .toSorted(([a], [b]) => rank(a) - rank(b))
    .flatMap(([, claims]) => {
      const [first] = claims;
      if (first === undefined) return [];
      const drafted = claims.map((claim): DraftClaim => {
        const out = outs.get(claim.uid);
        const canTick =
          out === undefined || out.reason === 'sensitive' || out.reason === 'excluded';
        return {
          claim,
          ticked: out === undefined,
          barred: canTick ? undefined : out.reason,
          names: out?.names === undefined ? undefined : named(out.names)[0],
        };
      });
      const act = claims.find(({ property }) => property === 'act')?.value.text;
      return [{ entity: first.entity, act, claims: drafted }];
    });
}

function isCurrent(document: EditionDocument, hashes: ReadonlyMap<string, string>): boolean {
  return hashes.get(document.subject) === editionHash(document).toString('hex');
}
