import { ExactWords } from '../../components/index.ts';
import { useT } from '../../messages/catalogs.ts';
import { ActForm } from './act-form.tsx';
import { ClaimForm } from './claim-form.tsx';
import { useCoding } from './coding-context.tsx';
import type { ClaimDraft } from './draft.ts';
import { NamesForm } from './names-form.tsx';
import type { SelectedWords } from './selected-words.ts';
import { textDirection } from './text-direction.ts';
import type { Opened } from './use-text-keys.ts';

/** The selected words and the form that rests on them. */
export function WorkPanel({
  words,
  opened,
  first,
  onOpen,
  onClose,
}: {
  readonly words: SelectedWords | undefined;
  readonly opened: Opened | undefined;
  readonly first: ClaimDraft | undefined;
  readonly onOpen: (what: Opened) => void;
  readonly onClose: () => void;
}) {
  const t = useT('coding');
  const { layer } = useCoding();
  if (words === undefined) return <p className="muted small work-hint">{t('work.hint')}</p>;
  const forms = [
    { what: 'claim', key: 'c' },
    { what: 'act', key: 'x' },
    { what: 'names', key: 'l' },
  ] as const;
  return (
    <section className="work-panel" aria-label={t('work.label')}>
      <blockquote
        className="words work-words"
        lang={layer.language === '' ? undefined : layer.language}
        dir={textDirection(layer.language)}
        aria-live="polite"
      >
        <ExactWords>{words.text}</ExactWords>
      </blockquote>
      <p className="row work-forms">
        {forms.map(({ what, key }) => (
          <button
            key={what}
            type="button"
            className="button"
            aria-pressed={opened === what}
            onClick={() => onOpen(what)}
          >
            {t(`work.${what}`)} <kbd>{key}</kbd>
          </button>
        ))}
      </p>
      {opened === 'claim' && (
        <ClaimForm
          key={first?.supersedes ?? (first === undefined ? 'new' : 'restored')}
          words={words}
          first={first}
          onClose={onClose}
        />
      )}
      {opened === 'act' && <ActForm words={words} onClose={onClose} />}
      {opened === 'names' && (
        <NamesForm
          key={`${words.stretch.start} ${words.stretch.end}`}
          words={words}
          onClose={onClose}
        />
      )}
    </section>
  );
}
