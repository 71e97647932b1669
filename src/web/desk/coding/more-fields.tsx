import { useT } from '../../messages/catalogs.ts';
import { basisFor } from './basis-for.ts';
import { useCoding } from './coding-context.tsx';
import type { ClaimDraft, DraftBasis } from './draft.ts';
import { DateText, PlainSelect, TextLine, type Change } from './value-field.tsx';

const bases: readonly DraftBasis[] = ['words', 'seen', 'inferred', 'editorial'];

/** How certain, on what basis, and when it holds. */
export function MoreFields({
  draft,
  words,
  isWords,
  isSeen,
  onChange,
}: {
  readonly draft: ClaimDraft;
  /** The selected words. */
  readonly words: string;
  /** The value is words and so has a language. */
  readonly isWords: boolean;
  /** It rests on a place in a picture or recording, which has no words to quote. */
  readonly isSeen: boolean;
  readonly onChange: Change;
}) {
  const t = useT('coding');
  const { catalog } = useCoding();
  const value = draft.picked?.text ?? draft.typed;
  const fromWords = t(`claim.basis.${basisFor(value, words)}`);
  const needsReason = draft.basis === 'inferred' || draft.basis === 'editorial';
  return (
    <>
      <div className="more-fields">
        <PlainSelect
          label={t('claim.certainty')}
          value={draft.certainty}
          options={catalog.certainties}
          onChoose={(certainty) => onChange({ certainty })}
        />
        <PlainSelect
          label={t('claim.basis')}
          value={draft.basis}
          options={bases
            .filter((basis) => !isSeen || basis !== 'words')
            .map((basis) => ({
              value: basis,
              label: basis === 'words' ? fromWords : t(`claim.basis.${basis}`),
            }))}
          onChoose={(chosen) =>
            onChange({ basis: bases.find((basis) => basis === chosen) ?? draft.basis })
          }
        />
        {needsReason && (
          <TextLine
            label={t('claim.reason')}
            typed={draft.reason}
            isLong
            onType={(reason) => onChange({ reason })}
          />
        )}
        {isWords && (
          <TextLine
            label={t('claim.language')}
            typed={draft.language}
            onType={(language) => onChange({ language })}
          />
        )}
        <DateText
          label={t('claim.valid')}
          typed={draft.valid}
          onType={(valid) => onChange({ valid })}
        />
      </div>
      <details className="small">
        <summary>{t('claim.meanings')}</summary>
        <dl className="meanings">
          {(['certainty', 'basis', 'valid'] as const).map((field) => (
            <div key={field}>
              <dt>{t(`claim.${field}`)}</dt>
              <dd>{t(`claim.${field}Hint`)}</dd>
            </div>
          ))}
        </dl>
      </details>
    </>
  );
}
