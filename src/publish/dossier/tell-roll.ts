import type { ProvenRoll, RefusedRoll } from '@countersign/letter';
import { createTranslator, type Catalog, type Locale, type Translator } from '#platform/languages';
import { tellSigners } from './tell-signature.ts';
import type { ToldVerdict } from './tell-verdict.ts';

/** What a recount found, and whether the keys are those the reader trusts. */
export interface CheckedRoll {
  readonly verdict: ProvenRoll | RefusedRoll;
  /** False for a policy that came from where the roll came from. */
  readonly isTrusted: boolean;
}

/** @param catalog with the messages of the area `verdict`. */
export function tellRoll(
  { verdict, isTrusted }: CheckedRoll,
  locale: Locale,
  catalog: Catalog,
): ToldVerdict {
  const t = createTranslator(locale, catalog);
  const detailsTitle = t('title.details');
  if (!verdict.accepted) return { detailsTitle, ...tellRefused(verdict, t) };
  const isAlone = verdict.checkpoint.countersigned.length === 0;
  const lead = isTrusted ? (isAlone ? 'alone' : 'proven') : 'unidentified';
  const { people, left } = verdict;
  // The last day of keeping came: nobody is left to count, and that is not the same as nobody yet.
  const isErased = people === 0 && (left.erased ?? 0) > 0;
  return {
    outcome: isTrusted ? 'proven' : 'unidentified',
    headline: isErased ? t('count.headline.erased') : t('count.headline', { people }),
    lead: [t(isErased ? 'count.erased.lead' : `count.${lead}.lead`)],
    sections: [
      { title: t('title.proven'), lines: tellShown(verdict, t) },
      { title: t('title.by'), lines: tellSigners(verdict.checkpoint, t) },
      { title: t('title.notProven'), lines: tellNotProven(verdict, isTrusted, isAlone, t) },
    ],
    details: [
      { label: t('signature.letter'), value: verdict.letter },
      { label: t('detail.hash'), value: verdict.sha256 },
      { label: t('detail.log'), value: verdict.checkpoint.origin },
      { label: t('detail.size'), value: String(verdict.checkpoint.size) },
    ],
    detailsTitle,
  };
}

function tellRefused({ code, member, about, message }: RefusedRoll, t: Translator) {
  const own = `refused.${code}`;
  return {
    outcome: 'refused',
    headline: t('count.refused'),
    lead: [t(t.has(own) ? own : 'refused.other')],
    sections: [],
    details: [
      { label: t('detail.code'), value: `${code} – ${message}` },
      { label: t('detail.member'), value: `${member} – ${about}` },
    ],
  } as const;
}

function tellShown(
  { title, classes, again, index, size, holds }: ProvenRoll,
  t: Translator,
): string[] {
  const first = classes.filter((one) => one.class.affirms === 'first');
  // By version they are in the JSON; here by what a reader asks first.
  const kinds = Map.groupBy(
    first,
    ({ class: { appearance, verification } }) => `${appearance} ${verification}`,
  );
  return [
    t('count.letter', { title }),
    ...[...kinds].map(([kind, some]) => {
      const [appearance = '', verification = ''] = kind.split(' ');
      const count = some.reduce((sum, one) => sum + one.count, 0);
      return t('count.class', {
        shown: t(`count.appearance.${appearance}`, { count }),
        confirmed: t(`count.verification.${verification}`),
      });
    }),
    ...(again === 0 ? [] : [t('count.again', { count: again })]),
    t('count.index', { index: String(index) }),
    t('count.until', { size: String(size) }),
    ...(holds === undefined ? [] : [t(holds ? 'count.holds' : 'count.holdsNot')]),
  ];
}

function tellNotProven(
  { left, newest }: ProvenRoll,
  isTrusted: boolean,
  isAlone: boolean,
  t: Translator,
): string[] {
  return [
    t('count.notProven.people'),
    t('count.notProven.whole'),
    ...(newest.isWhole && newest.unopened === 0 ? [] : [t('count.notProven.newest')]),
    t('count.notProven.left', { ...left }),
    ...(left.erased === undefined ? [] : [t('count.notProven.erased', { erased: left.erased })]),
    ...(isTrusted ? [] : [t('notProven.identity')]),
    ...(isAlone ? [t('notProven.no-countersigners')] : []),
  ];
}
