import { isLanguageTag, type ProvenSignature, type RefusedSignature } from '@countersign/letter';
import type { CheckpointFindings } from '@countersign/proof';
import {
  createTranslator,
  formatList,
  type Catalog,
  type Locale,
  type Translator,
} from '#platform/languages';
import { sayMoment } from '../reading/moments.ts';
import { nameOfLanguage } from '../reading/values.ts';
import { hexOfBase64 } from './hexadecimal.ts';
import type { ToldVerdict } from './tell-verdict.ts';

/** What a receipt of a signature shows, and whether the keys are those the reader trusts. */
export interface CheckedSignature {
  readonly verdict: ProvenSignature | RefusedSignature;
  /** False for a policy that came from where the receipt came from. */
  readonly isTrusted: boolean;
}

/** @param catalog with the messages of the area `verdict`. */
export function tellSignature(
  { verdict, isTrusted }: CheckedSignature,
  locale: Locale,
  catalog: Catalog,
): ToldVerdict {
  const t = createTranslator(locale, catalog);
  const detailsTitle = t('title.details');
  if (!verdict.accepted) return { detailsTitle, ...tellRefused(verdict, t) };
  const { checkpoint } = verdict;
  const isAlone = checkpoint.countersigned.length === 0;
  const lead = isTrusted ? (isAlone ? 'alone' : 'proven') : 'unidentified';
  return {
    outcome: isTrusted ? 'proven' : 'unidentified',
    headline: t(isTrusted ? 'signature.proven' : 'verdict.unidentified'),
    lead: [t(`signature.${lead}.lead`)],
    sections: [
      { title: t('title.proven'), lines: tellShown(verdict, t) },
      { title: t('title.by'), lines: tellSigners(verdict.checkpoint, t) },
      { title: t('title.notProven'), lines: tellNotProven(isTrusted, isAlone, t) },
    ],
    details: tellDetails(verdict, t),
    detailsTitle,
  };
}

function tellRefused({ code, part, message }: RefusedSignature, t: Translator) {
  const own = `refused.${code}`;
  return {
    outcome: 'refused',
    headline: t('verdict.refused'),
    lead: [t(t.has(own) ? own : 'refused.other'), t('verdict.refused.lead')],
    sections: [],
    details: [
      { label: t('detail.code'), value: `${code} – ${message}` },
      { label: t('detail.member'), value: part },
    ],
  } as const;
}

function tellShown(verdict: ProvenSignature, t: Translator) {
  const { text, class: own, shown, inBatch, index } = verdict;
  const { title, number } = text;
  const name = nameIn(shown);
  return [
    t('signature.text', { title, number }),
    ...tellLanguages(verdict, t),
    t(`signature.appearance.${own.appearance}`),
    ...(name === undefined ? [] : [t('signature.name', { name })]),
    t(`signature.verification.${own.verification}`),
    t(inBatch ? 'signature.inBatch' : 'signature.alone', { index: String(index) }),
  ];
}

// Words of a stranger's receipt: what is no language is not told as one.
function tellLanguages({ text, languages }: ProvenSignature, t: Translator): string[] {
  if (!Array.isArray(languages)) return [];
  const shown = (languages as readonly unknown[]).filter(isLanguageTag).slice(0, 20);
  if (shown.length === 0) return [];
  const names = shown.map((tag) => nameOfLanguage(tag, t.locale));
  return [
    t(shown.length > 1 ? 'signature.translated' : 'signature.languages', {
      languages: formatList(names, t.locale),
      signed: nameOfLanguage(text.language, t.locale),
    }),
  ];
}

function nameIn(shown: ProvenSignature['shown']): string | undefined {
  if (typeof shown !== 'object' || shown === null || Array.isArray(shown)) return undefined;
  const { name } = shown as { readonly name?: unknown };
  return typeof name === 'string' && name !== '' ? name : undefined;
}

/** Who signed and countersigned a checkpoint, and who did not. */
export function tellSigners(checkpoint: CheckpointFindings, t: Translator): string[] {
  return [
    t('by.log', { origin: checkpoint.origin }),
    ...checkpoint.countersigned.map(({ name, time }) =>
      t('by.cosigned', { name, time: sayMoment(momentOf(time), t.locale) }),
    ),
    ...checkpoint.missing.map((name) => t('by.missing', { name })),
  ];
}

/** A cosignature may carry any uint64; beyond what a date can be it is as good as the last one. */
function momentOf(seconds: bigint): Date {
  return new Date(Math.min(Number(seconds) * 1000, 8_640_000_000_000_000));
}

function tellNotProven(isTrusted: boolean, isAlone: boolean, t: Translator): string[] {
  return [
    t('signature.notProven.who'),
    t('signature.notProven.still'),
    ...(isTrusted ? [] : [t('notProven.identity')]),
    ...(isAlone ? [t('notProven.no-countersigners')] : []),
  ];
}

function tellDetails({ text, class: own, checkpoint }: ProvenSignature, t: Translator) {
  return [
    { label: t('signature.letter'), value: text.letter },
    { label: t('detail.hash'), value: hexOfBase64(own.text) },
    { label: t('detail.log'), value: checkpoint.origin },
    { label: t('detail.size'), value: String(checkpoint.size) },
  ];
}
