import type {
  CourseDesk,
  CourseOfWithheld,
  LetterSummary,
  LetterUpdate,
  Testimony,
} from '#letters';
import type { Locale } from '#platform/languages';
import { translatorOf } from '../../messages/catalogs.ts';
import { momentWords } from '../claims/moment-words.ts';

/** One line of a letter's course at the desk. */
export interface CourseLine {
  readonly key: 'text' | 'author' | 'signing' | 'withheld' | 'public' | 'delivery' | 'updates';
  readonly step: 'done' | 'now' | 'waits' | 'later';
  readonly words: readonly string[];
  readonly to: string | undefined;
  readonly label:
    | 'text.go'
    | 'author.go'
    | 'signing.go'
    | 'withheld.go'
    | 'public.go'
    | 'public.decide'
    | 'delivery.go'
    | 'updates.go';
}

interface Known {
  readonly letter: LetterSummary;
  readonly desk: CourseDesk;
  readonly testimony: Testimony | undefined;
  readonly updates: readonly LetterUpdate[];
  readonly locale: Locale;
}

/** What was done with a letter and what comes next, in the order of its life. */
export function courseOf(known: Known): CourseLine[] {
  const { letter, testimony } = known;
  return [
    textLine(known),
    ...(testimony === undefined ? [] : [authorLine(known, testimony)]),
    ...(letter.kind === 'collective' ? [signingLine(known)] : []),
    ...(known.desk.withheld === undefined ? [] : [withheldLine(known, known.desk.withheld)]),
    publicLine(known),
    deliveryLine(known),
    ...(letter.kind === 'collective' ? [updatesLine(known)] : []),
  ];
}

const path = ({ letter }: Known) => `/desk/letters/${letter.uid}`;
const words = ({ locale }: Known) => translatorOf(locale, 'course');

function textLine(known: Known): CourseLine {
  const t = words(known);
  const { version: number, waits } = known.letter;
  const proposed = waits.includes('text') || waits.includes('translation');
  return {
    key: 'text',
    step: proposed ? 'waits' : number === 0 ? 'now' : 'done',
    words: [
      number === 0 ? t('text.none') : t('text.approved', { number }),
      ...(proposed ? [t('text.waits')] : []),
    ],
    ...{ to: path(known), label: 'text.go' },
  };
}

function authorLine(known: Known, { permitted, steps }: Testimony): CourseLine {
  const t = words(known);
  const [last] = steps;
  const isDone = permitted !== undefined && permitted === known.letter.version;
  const said =
    last === undefined
      ? t('author.none')
      : last.step === 'permitted'
        ? t('author.permitted', { number: last.version })
        : t(`author.${last.step}`);
  return {
    ...{ key: 'author', words: [said], to: `${path(known)}/author`, label: 'author.go' },
    step: known.letter.version === 0 ? 'later' : isDone ? 'done' : 'now',
  };
}

function signingLine(known: Known): CourseLine {
  const t = words(known);
  const { desk, letter, locale } = known;
  const { signing, dates } = desk;
  const opens = momentOrNone(dates?.opensAt, locale);
  const closes = signing === 'closed' ? undefined : momentOrNone(dates?.closesAt, locale);
  return {
    key: 'signing',
    step: signing === undefined ? (letter.version === 0 ? 'later' : 'now') : 'done',
    words: [
      signing === undefined
        ? t('signing.none')
        : signing === 'planned'
          ? t('signing.planned', { at: opens ?? '' })
          : t(`signing.${signing}`),
      ...(closes === undefined ? [] : [t('signing.closes', { at: closes })]),
    ],
    ...{ to: `${path(known)}/signing`, label: 'signing.go' },
  };
}

function withheldLine(known: Known, { isConfirmed, round, dueAt }: CourseOfWithheld): CourseLine {
  const t = words(known);
  const at = momentOrNone(dueAt, known.locale);
  const [step, said] = ((): [CourseLine['step'], string] => {
    if (!isConfirmed) return ['waits', t('withheld.panel')];
    if (round === undefined) return ['later', t('withheld.none')];
    if (round !== 'notice') return [round === 'imported' ? 'waits' : 'now', t(`withheld.${round}`)];
    return ['later', at === undefined ? t('withheld.notice.soon') : t('withheld.notice', { at })];
  })();
  return {
    ...{ key: 'withheld', step, words: [said] },
    ...{ to: `${path(known)}/withheld`, label: 'withheld.go' },
  };
}

function momentOrNone(at: Date | null | undefined, locale: Locale): string | undefined {
  return at === null || at === undefined ? undefined : momentWords(at, locale);
}

function publicLine(known: Known): CourseLine {
  const t = words(known);
  const { desk, letter, locale } = known;
  const { decision, embargo, isStale } = desk;
  const now = letter.takenBack
    ? t('public.takenBack')
    : letter.publicVersion === 0
      ? t('public.none')
      : t(isStale ? 'public.stale' : 'public.current');
  const waits = decision !== undefined || embargo !== undefined;
  const canPublish = letter.version > 0 && !waits && (letter.publicVersion === 0 || isStale);
  return {
    key: 'public',
    step: waits ? 'waits' : canPublish ? 'now' : letter.version === 0 ? 'later' : 'done',
    words: [
      now,
      ...(embargo === undefined
        ? []
        : [t('public.embargo', { at: momentWords(embargo.publishAt, locale) })]),
      ...(decision === undefined ? [] : [t('public.waits')]),
    ],
    ...(decision !== undefined
      ? { to: `/desk/publications/${decision}`, label: 'public.decide' }
      : { to: canPublish ? `${path(known)}/publish` : undefined, label: 'public.go' }),
  };
}

function deliveryLine(known: Known): CourseLine {
  const t = words(known);
  const { deliveries } = known.desk;
  return {
    key: 'delivery',
    step: deliveries > 0 ? 'done' : known.letter.publicVersion > 0 ? 'now' : 'later',
    words: [t('delivery.count', { count: deliveries })],
    ...{ to: `${path(known)}/deliveries`, label: 'delivery.go' },
  };
}

function updatesLine(known: Known): CourseLine {
  const t = words(known);
  const { updates, desk } = known;
  const [waiting] = updates.filter(({ state }) => state === 'proposed');
  const [sending] = updates.filter(({ state }) => state === 'sending');
  const sent = updates.filter(({ state }) => state === 'sent').length;
  return {
    key: 'updates',
    step: waiting !== undefined ? 'waits' : sent > 0 || sending !== undefined ? 'done' : 'later',
    words: [
      ...(updates.length === 0 ? [t('updates.none')] : []),
      ...(waiting === undefined ? [] : [t('updates.waits')]),
      ...(sending === undefined ? [] : [t('updates.sending', { mailed: sending.mailed })]),
      ...(sent === 0 ? [] : [t('updates.sent', { count: sent })]),
    ],
    to: desk.signing === undefined ? undefined : `${path(known)}/updates`,
    label: 'updates.go',
  };
}
