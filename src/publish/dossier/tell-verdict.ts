import type {
  AcceptedVerdict,
  RefusedVerdict,
  ShownSuccession,
  Verdict,
} from '@countersign/dossier';
import {
  createTranslator,
  formatList,
  type Catalog,
  type Locale,
  type Translator,
} from '#platform/languages';
import { sayMoment } from '../reading/moments.ts';
import { nameOfLanguage } from '../reading/values.ts';
import { hexOf } from './hexadecimal.ts';

/** A verdict in plain words: the headline first, then what a reader needs in order, then details. */
export interface ToldVerdict {
  readonly outcome: Verdict['outcome'];
  readonly headline: string;
  readonly lead: readonly string[];
  readonly sections: readonly { readonly title: string; readonly lines: readonly string[] }[];
  readonly details: readonly { readonly label: string; readonly value: string }[];
  readonly detailsTitle: string;
}

/** @param catalog with the messages of the area `verdict`. */
export function tellVerdict(verdict: Verdict, locale: Locale, catalog: Catalog): ToldVerdict {
  const t = createTranslator(locale, catalog);
  const { outcome } = verdict;
  return {
    outcome,
    headline: t(`verdict.${headlineOf(verdict)}`),
    detailsTitle: t('title.details'),
    ...(outcome === 'refused' ? tellRefused(verdict, t) : tellAccepted(verdict, t)),
  };
}

function headlineOf(verdict: Verdict): string {
  if (verdict.outcome === 'refused') return verdict.code === 'zip-not-a-zip' ? 'none' : 'refused';
  const [own] = verdict.editions;
  const isRemoval = own !== undefined && own.hash === undefined;
  return verdict.outcome === 'proven' && isRemoval ? 'removed' : verdict.outcome;
}

type Told = Pick<ToldVerdict, 'lead' | 'sections' | 'details'>;

function tellRefused({ code, member, message, checkpoint }: RefusedVerdict, t: Translator): Told {
  const own = `refused.${code}`;
  const family = familyOf(code, member);
  return {
    lead: [
      t(t.has(own) ? own : `refused.${family}`),
      ...(member === undefined ? [] : [t('verdict.at', { member })]),
      ...(code === 'zip-not-a-zip' ? [] : [t('verdict.refused.lead')]),
    ],
    sections: [],
    details: [
      { label: t('detail.code'), value: `${code} – ${message}` },
      ...(member === undefined ? [] : [{ label: t('detail.member'), value: member }]),
      ...(checkpoint === undefined ? [] : [{ label: t('detail.log'), value: checkpoint.origin }]),
    ],
  };
}

function familyOf(code: string, member: string | undefined): string {
  if (code.startsWith('zip-')) return 'zip';
  if (code.startsWith('text-')) return 'letter-text';
  return isAboutTime(member) ? 'timestamp' : 'other';
}

function isAboutTime(member: string | undefined): boolean {
  return member?.startsWith('timestamps/') === true;
}

function tellAccepted(verdict: AcceptedVerdict, t: Translator): Told {
  const demonstration = verdict.head?.demonstration === true;
  return {
    lead: [
      t(`verdict.${leadOf(verdict)}.lead`),
      ...(demonstration ? [t('verdict.demonstration')] : []),
    ],
    sections: [
      { title: t('title.proven'), lines: tellShown(verdict, t) },
      { title: t('title.by'), lines: tellWho(verdict, t) },
      { title: t('title.when'), lines: tellWhen(verdict, t) },
      {
        title: t('title.notProven'),
        lines: verdict.notProven.map((code) => t(`notProven.${code}`)),
      },
    ],
    details: tellDetails(verdict, t),
  };
}

// Trust in a log alone is less than trust in those who watch it, and must not be told in the same words.
function leadOf({ outcome, times }: AcceptedVerdict): string {
  return outcome === 'proven' && times.cosigned.length === 0 ? 'alone' : outcome;
}

function tellShown(verdict: AcceptedVerdict, t: Translator) {
  const { editions, checkpoint, claims, page } = verdict;
  const [own] = editions;
  if (own === undefined) return [];
  // Beyond this a number would be rounded; no log comes near.
  const sayable = (value: bigint) => (value < 2n ** 53n ? Number(value) : String(value));
  const index = sayable(own.index);
  const size = sayable(checkpoint.size);
  const others = editions.length - 1;
  return [
    own.hash === undefined
      ? t('proven.removed', { index, reason: own.removedFor ?? '–' })
      : t('proven.edition', { number: own.number, index }),
    ...(others > 0 ? [t('proven.others', { count: others })] : []),
    ...(editions.every(({ latest }) => latest) ? [t('proven.latest', { size })] : []),
    ...(claims === undefined ? [] : [t('proven.claims', { count: claims })]),
    ...(page === 'same' ? [t('proven.page')] : []),
    ...tellTexts(verdict, t),
  ];
}

function tellTexts({ texts }: AcceptedVerdict, t: Translator): string[] {
  if (texts === undefined) return [];
  const { versions, translations } = texts;
  const names = new Set(translations.map(({ language }) => nameOfLanguage(language, t.locale)));
  const languages = formatList([...names], t.locale);
  return [
    t('proven.texts', { versions }),
    ...(names.size === 0
      ? []
      : [t('proven.translations', { count: translations.length, languages })]),
  ];
}

function tellWho({ checkpoint, successions, times, outcome }: AcceptedVerdict, t: Translator) {
  return [
    t('by.log', { origin: checkpoint.origin }),
    ...successions.map((one) => tellSuccession(one, t)),
    ...times.cosigned.map(({ name, timeMs }) =>
      t('by.cosigned', { name, time: sayMoment(new Date(timeMs), t.locale) }),
    ),
    ...checkpoint.missing.map((name) => t('by.missing', { name })),
    ...(outcome === 'unidentified' ? [t('by.ownWord')] : []),
  ];
}

/** Keys by their ids, as they stand in the signatures. */
function tellSuccession({ from, successor, index, timeMs }: ShownSuccession, t: Translator) {
  const said = {
    from: from.split('+')[1] ?? '',
    successor: successor.split('+')[1] ?? '',
    index: index < 2n ** 53n ? Number(index) : String(index),
  };
  if (timeMs === undefined) return t('by.succeeded', said);
  return t('by.succeededAt', { ...said, time: sayMoment(new Date(timeMs), t.locale) });
}

function tellWhen({ times, outcome }: AcceptedVerdict, t: Translator) {
  const { earliestMs, timestamps } = times;
  if (earliestMs === undefined) return [t('when.unknown')];
  const stamped = timestamps.flatMap((one) =>
    one.state === 'verified'
      ? t('when.stamped', {
          authority: one.authority,
          time: sayMoment(new Date(one.genTimeMs), t.locale),
        })
      : [],
  );
  // Clocks that the file names itself may say anything; those of an authority one trusts may not.
  const isOwnWord = outcome === 'unidentified' && stamped.length === 0;
  const time = sayMoment(new Date(earliestMs), t.locale);
  return [t(isOwnWord ? 'when.ownWord' : 'when.earliest', { time }), ...stamped];
}

function tellDetails({ editions, checkpoint, head }: AcceptedVerdict, t: Translator) {
  const [own] = editions;
  const generator = head?.generator;
  const rows: readonly (readonly [string, string | undefined])[] = [
    ['detail.subject', own === undefined ? undefined : `${own.kind ?? ''} ${own.subject}`.trim()],
    ['detail.hash', own?.hash],
    ['detail.log', checkpoint.origin],
    ['detail.size', String(checkpoint.size)],
    ['detail.root', hexOf(checkpoint.root)],
    ['detail.publisher', head?.publisher],
    ['detail.address', head?.address],
    ['detail.made', generator && `${generator.name} ${generator.version} (${generator.page})`],
  ];
  return rows.flatMap(([label, value]) => (value === undefined ? [] : { label: t(label), value }));
}
