import type { Actor } from '#accounts';
import { may } from '#accounts';
import type { Db } from '#platform/database';
import type { Locale } from '#platform/languages';
import { claimViews, hangingClaims, type ClaimView, type Hanging } from '#record';
import { claimsInWords, type ClaimWords } from '../claims/claim-words.ts';
import type { ShownPassage } from '../claims/passage-block.tsx';
import { shownPassages } from '../claims/shown-passages.ts';

/** A proposal in the queue. */
export interface ReviewItem {
  readonly claim: ClaimWords;
  readonly replaces: ClaimWords | undefined;
  /** Whether this person may decide on it. */
  readonly open: boolean;
  /** What hangs on it, or on what it hangs in vain, where it tells of an involvement. */
  readonly hanging: Hanging | undefined;
}

/** A passage with the proposals that rest on it: reviewed as one. */
export interface ReviewUnit {
  readonly key: string;
  /** Undefined for what rests on no words: inferred and editorial claims. */
  readonly passage: ShownPassage | undefined;
  /** By what they are about, in the order of the queue. */
  readonly subjects: readonly {
    readonly entity: ClaimWords['entity'];
    readonly items: readonly ReviewItem[];
  }[];
  /** What one press accepts: every open proposal of the unit. */
  readonly acceptable: readonly string[];
}

/** Groups the queue by passage. Four more statements, however long the queue. */
export async function reviewUnits(
  db: Db,
  actor: Actor,
  locale: Locale,
  queue: readonly ClaimView[],
  singlePerson: boolean,
): Promise<ReviewUnit[]> {
  const replaced = await claimViews(
    db,
    actor,
    queue.flatMap((claim) => claim.supersedes ?? []),
    locale,
  );
  const words = await claimsInWords(db, actor, locale, [...queue, ...replaced]);
  const passages = await shownPassages(
    db,
    actor,
    locale,
    queue.flatMap((claim) => claim.passage?.uid ?? []),
  );
  const hanging = await hangingClaims(
    db,
    actor,
    queue.map(({ uid }) => uid),
  );
  const items = queue.flatMap((claim): ReviewItem[] => {
    const said = words.get(claim.uid);
    if (said === undefined) return [];
    const own = said.author.isMe && !singlePerson;
    const open = !own && may(actor, 'claim.review', { scopeId: claim.scopeId });
    return [
      {
        claim: said,
        replaces: words.get(claim.supersedes ?? ''),
        open,
        hanging: hanging.get(claim.uid),
      },
    ];
  });
  const byPassage = Map.groupBy(items, ({ claim }) => claim.passage?.uid ?? claim.entity.uid);
  return [...byPassage].map(([key, members]) => toUnit(key, members, passages));
}

function toUnit(
  key: string,
  members: readonly ReviewItem[],
  passages: ReadonlyMap<string, ShownPassage>,
): ReviewUnit {
  const byEntity = Map.groupBy(members, ({ claim }) => claim.entity.uid);
  const subjects = [...byEntity.values()].flatMap((items) => {
    const [first] = items;
    return first === undefined ? [] : [{ entity: first.claim.entity, items }];
  });
  return {
    key,
    passage: passages.get(key),
    subjects,
    acceptable: members.flatMap(({ claim, open }) => (open ? [claim.uid] : [])),
  };
}
