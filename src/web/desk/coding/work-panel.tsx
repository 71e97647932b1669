import { useEffect, useRef } from 'react';
import { ExactWords } from '../../components/index.ts';
import { useT } from '../../messages/catalogs.ts';
import { useLocale } from '../../page-environment.tsx';
import { placeWords } from '../../place-words.ts';
import { Thumbnail } from '../media/thumbnail.tsx';
import { useHydrated } from '../use-hydrated.ts';
import { ActForm } from './act-form.tsx';
import type { Answer } from './answer-form.ts';
import { ClaimForm } from './claim-form.tsx';
import { useCoding } from './coding-context.tsx';
import type { ClaimCard } from './coding-facts.ts';
import type { ClaimDraft } from './draft.ts';
import { NamesForm } from './names-form.tsx';
import { Refusal } from './refusal.tsx';
import type { SelectedWords } from './selected-words.ts';
import { textDirection } from './text-direction.ts';
import type { Opened } from './use-coding-keys.ts';

/** The selected words and the form that rests on them. */
export function WorkPanel({
  words,
  opened,
  first,
  refusal,
  onOpen,
  onSaved,
  onClose,
}: {
  readonly words: SelectedWords | undefined;
  readonly opened: Opened | undefined;
  readonly first: ClaimDraft | undefined;
  /** Why the claim that is coded anew was refused. */
  readonly refusal?: ClaimCard['refusal'] | undefined;
  readonly onOpen: (what: Opened) => void;
  /** A form that codes several claims at once is done and can be closed. */
  readonly onSaved: (answer: Answer) => void;
  readonly onClose: () => void;
}) {
  const t = useT('coding');
  const { copy, mayWrite, about } = useCoding();
  const isHydrated = useHydrated();
  const panel = useRef<HTMLElement>(null);
  // Other words: what is asked of them begins at the top, however far down the last form was.
  // Newer browsers answer scrolling with a promise, which must not be taken for a clean-up.
  useEffect(() => {
    panel.current?.closest('.coding-side')?.scrollTo({ top: 0 });
    // oxlint-disable-next-line react/exhaustive-effect-dependencies
  }, [words, opened]);
  if (!isHydrated || !mayWrite) return null;
  if (words === undefined) {
    const hint = copy === undefined ? t('work.hint') : t('work.hintMedia');
    return (
      <p className="muted small work-hint">
        {about !== undefined && <strong>{t('work.about', { who: about.text })}</strong>} {hint}
      </p>
    );
  }
  const forms = [
    { what: 'claim', key: 'c' },
    { what: 'act', key: 'x' },
    { what: 'names', key: 'l' },
  ] as const;
  return (
    <section ref={panel} className="work-panel" aria-label={t('work.label')}>
      <ChosenWords words={words} />
      <p className="row work-forms">
        {/* A list of names is taken from words. */}
        {forms.slice(0, words.seen === undefined ? 3 : 2).map(({ what, key }) => (
          <button
            key={what}
            type="button"
            className="button"
            aria-pressed={opened === what}
            onClick={() => onOpen(what)}
          >
            {/* In an open form the letters are typed. */}
            {t(`work.${what}`)} {opened === undefined && <kbd>{key}</kbd>}
          </button>
        ))}
      </p>
      {opened === 'claim' && refusal != null && <Refusal refusal={refusal} />}
      {opened === 'claim' && (
        <ClaimForm
          key={first?.supersedes ?? first?.recodes?.claim ?? 'new'}
          words={words}
          first={first}
          onClose={onClose}
        />
      )}
      {opened === 'act' && <ActForm words={words} onSaved={onSaved} onClose={onClose} />}
      {opened === 'names' && words.seen === undefined && (
        <NamesForm
          key={`${words.stretch.start} ${words.stretch.end}`}
          words={words}
          onSaved={onSaved}
          onClose={onClose}
        />
      )}
    </section>
  );
}

function ChosenWords({ words }: { readonly words: SelectedWords }) {
  const t = useT('common');
  const locale = useLocale();
  const { layer } = useCoding();
  if (words.seen === undefined) {
    return (
      <blockquote
        className="words work-words"
        lang={layer.language === '' ? undefined : layer.language}
        dir={textDirection(layer.language)}
        aria-live="polite"
      >
        <ExactWords>{words.text}</ExactWords>
      </blockquote>
    );
  }
  const { copy, region } = words.seen;
  return (
    <div className="place-line">
      {'x' in region && <Thumbnail copy={copy} box={region} />}
      <p aria-live="polite">{placeWords(region, t, locale)}</p>
    </div>
  );
}
