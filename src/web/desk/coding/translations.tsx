import { ExactWords } from '../../components/index.ts';
import { useState } from 'react';
import { useT } from '../../messages/catalogs.ts';
import { useLocale } from '../../page-environment.tsx';
import { languageName } from '../language-name.ts';
import { useCoding, useSentence } from './coding-context.tsx';
import { useSave } from './use-save.ts';
import { PlainSelect, TextLine } from './value-field.tsx';

/** Translations of a passage beside its words, and a form for another. */
export function Translations({ passage }: { readonly passage: string }) {
  const t = useT('coding');
  const locale = useLocale();
  const { facts, mayWrite, mayReview } = useCoding();
  const { save, isSaving } = useSave();
  const own = facts.translations.filter((one) => one.passage === passage);
  return (
    <div className="stack-tight">
      {own.map((one) => (
        <figure key={one.uid} className="translation">
          <blockquote className="words" lang={one.language ?? undefined} dir="auto">
            <ExactWords>{one.text}</ExactWords>
          </blockquote>
          <figcaption className="small muted row">
            <span>
              {one.language !== null && languageName(one.language, locale)}
              {' · '}
              {one.machine ? t('translation.machine') : t('translation.human')}
              {one.translator !== null && (
                <>
                  {' · '}
                  <bdi>{one.translator}</bdi>
                </>
              )}
            </span>
            {one.reviewedBy !== null ? (
              <span>{t('translation.reviewed', { who: one.reviewedBy })}</span>
            ) : (
              mayReview && (
                <button
                  type="button"
                  className="button button-quiet"
                  aria-disabled={isSaving || undefined}
                  onClick={() => save({ form: 'review-translation', layer: one.uid })}
                >
                  {t('translation.review')}
                </button>
              )
            )}
          </figcaption>
        </figure>
      ))}
      {mayWrite && <AddTranslation passage={passage} />}
    </div>
  );
}

function AddTranslation({ passage }: { readonly passage: string }) {
  const t = useT('coding');
  const locale = useLocale();
  const sentence = useSentence();
  const [text, setText] = useState('');
  const [language, setLanguage] = useState<string>(locale);
  const [translator, setTranslator] = useState('');
  const [machine, setMachine] = useState('no');
  const { save, isSaving, isLost, answer } = useSave((done) => {
    if (done.ok) setText('');
  });
  const refused = answer?.ok === false ? answer.state.problems : [];
  return (
    <details className="claim-tool">
      <summary>{t('translation.add')}</summary>
      <form
        className="stack-tight"
        onSubmit={(event) => {
          event.preventDefault();
          save({ form: 'translate', passage, language, text, translator, machine });
        }}
      >
        <TextLine label={t('translation.text')} typed={text} isLong onType={setText} />
        <div className="more-fields">
          <TextLine label={t('translation.language')} typed={language} onType={setLanguage} />
          <TextLine label={t('translation.by')} typed={translator} onType={setTranslator} />
          <PlainSelect
            label={t('translation.how')}
            value={machine}
            options={[
              { value: 'no', label: t('translation.human') },
              { value: 'yes', label: t('translation.machine') },
            ]}
            onChoose={setMachine}
          />
        </div>
        {isLost && <p className="field-problem">{t('save.lost')}</p>}
        {refused.map((problem) => (
          <p key={problem.code} className="field-problem">
            {sentence(problem)}
          </p>
        ))}
        <button type="submit" className="button" aria-disabled={isSaving || undefined}>
          {isSaving ? t('state.saving') : t('action.save')}
        </button>
      </form>
    </details>
  );
}
