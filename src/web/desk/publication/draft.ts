import type { Actor } from '#accounts';
import { currentHashes, editionHash, type EditionDocument } from '#editions';
import type { Db } from '#platform/database';
import type { Locale } from '#platform/languages';
import { readEdition, type SubjectReading } from '#publish';
import {
  captionsByUid,
  claimViews,
  loadAddedTerms,
  prepareEditions,
  type LeftOut,
  type LeftOutReason,
  type Selection,
} from '#record';
import { claimsInWords, entityWords, type ClaimWords } from '../claims/claim-words.ts';

/** What an entity is called, and where to find it. */
export interface NamedEntity {
  readonly uid: string;
  readonly kind: string;
  readonly text: string;
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
    readonly claims: readonly DraftClaim[];
  }[];
  /** Everybody that claims name who is neither published nor in the set. */
  readonly missing: readonly NamedEntity[];
  readonly documents: readonly {
    readonly reading: SubjectReading;
    /** The same as what readers see now; it gets no new edition. */
    readonly unchanged: boolean;
  }[];
  /** Whether all subjects have been published before, so that this corrects them. */
  readonly isCorrection: boolean;
}

/** Prepares a selection and puts it into words. Writes nothing. */
export async function draftOf(
  db: Db,
  actor: Actor,
  locale: Locale,
  selection: Selection,
): Promise<Draft> {
  const { documents, leftOut } = await prepareEditions(db, actor, selection);
  const added = await loadAddedTerms(db);
  const wanted = [...selection.subjects, ...leftOut.flatMap(({ names }) => names ?? [])];
  const captions = await captionsByUid(db, actor, wanted, locale, added);
  const named = (uid: string): NamedEntity[] => {
    const caption = captions.get(uid);
    return caption === undefined ? [] : [entityWords(caption, locale)];
  };
  const published = documents.flatMap((document) => document.claims.map((claim) => claim.uid));
  const uids = [...new Set([...published, ...leftOut.map(({ claim }) => claim)])];
  const words = await claimsInWords(db, actor, locale, await claimViews(db, actor, uids, locale));
  const hashes = await currentHashes(
    db,
    documents.map((document) => document.subject),
  );
  const unpublished = leftOut.flatMap(({ names }) => names ?? []);
  return {
    subjects: selection.subjects.flatMap(named),
    groups: groupsOf(selection, words, leftOut, named),
    missing: [...new Set(unpublished)].flatMap(named),
    documents: documents.map((document) => ({
      reading: readEdition(document, locale),
      unchanged: isCurrent(document, hashes),
    })),
    isCorrection:
      selection.subjects.length > 0 && selection.subjects.every((uid) => hashes.has(uid)),
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
      return [{ entity: first.entity, claims: drafted }];
    });
}

function isCurrent(document: EditionDocument, hashes: ReadonlyMap<string, string>): boolean {
  return hashes.get(document.subject) === editionHash(document).toString('hex');
}
