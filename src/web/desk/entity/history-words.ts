import type { Actor } from '#accounts';
import type { Db } from '#platform/database';
import type { Locale } from '#platform/languages';
import { entityHistory, label, property, type EntityPage } from '#record';
import { claimsInWords, type ClaimWords } from '../claims/claim-words.ts';
import { momentWords } from '../claims/moment-words.ts';

/** A change of a claim's state, in words. */
export interface StepWords {
  readonly state: string;
  readonly by: string;
  readonly comment: string;
  readonly at: string;
  /** The moment itself, to show the record as of it. */
  readonly instant: string;
}

export interface HistoryWords {
  /** Every claim ever made about the entity, the newest first. */
  readonly claims: readonly { readonly claim: ClaimWords; readonly steps: readonly StepWords[] }[];
  readonly resolutions: readonly {
    readonly property: string;
    readonly rule: string;
    readonly reason: string;
    /** What was chosen to stand first, where a value was. */
    readonly chosen: ClaimWords['value'] | undefined;
    readonly by: string;
    readonly at: string;
    readonly instant: string;
  }[];
}

/** Everything that was ever said of an entity here, and what became of it. */
export async function historyInWords(
  db: Db,
  actor: Actor,
  locale: Locale,
  page: EntityPage,
): Promise<HistoryWords> {
  const [words, history] = await Promise.all([
    claimsInWords(db, actor, locale, page.history),
    entityHistory(db, actor, page.uid),
  ]);
  return {
    claims: page.history.flatMap(({ uid }) => {
      const claim = words.get(uid);
      const steps = (history.steps.get(uid) ?? []).map(({ state, by, comment, at, instant }) => ({
        ...{ state, by, comment, instant },
        at: momentWords(at, locale),
      }));
      return claim === undefined ? [] : [{ claim, steps }];
    }),
    resolutions: history.resolutions.map((one) => {
      const definition = property(one.property);
      const name = definition === undefined ? one.property : label(definition, locale);
      const { value } = words.get(one.chosen ?? '') ?? {};
      return { ...one, chosen: value, property: name, at: momentWords(one.at, locale) };
    }),
  };
}
