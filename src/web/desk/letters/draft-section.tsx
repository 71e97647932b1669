import { Link } from 'react-router';
import type { DraftText } from '#letters';
import { PageForm, RadioGroup, SubmitButton, TextArea, type FormState } from '../../forms/index.ts';
import { useT } from '../../messages/catalogs.ts';
import { LetterText } from '../../public/letter-page.tsx';

interface Draft {
  readonly text: DraftText;
  readonly by: string;
  readonly at: string;
  /** It says what no approved version says. */
  readonly isNew: boolean;
}

/** The text in work, and the form that proposes it as the next version. */
export function DraftSection({
  letter,
  state,
}: {
  readonly letter: {
    readonly uid: string;
    readonly kind: 'collective' | 'testimony';
    readonly language: string;
    readonly direction: 'ltr' | 'rtl' | 'auto';
    readonly version: number;
    readonly draft: Draft | undefined;
    readonly open: string | undefined;
  };
  readonly state: FormState | undefined;
}) {
  const t = useT('letters');
  const { uid, kind, language, direction, version, draft, open } = letter;
  return (
    <section className="record-section stack-tight">
      <h2>{t('draft.title')}</h2>
      {draft === undefined ? (
        <p>{t('draft.none')}</p>
      ) : (
        <p className="muted small">
          {t('write.saved', { by: `\u2068${draft.by}\u2069`, at: draft.at })}
          {!draft.isNew && version > 0 && ` ${t('draft.same', { number: version })}`}
        </p>
      )}
      <p>
        <Link
          className={draft?.isNew === true ? 'button' : 'button button-primary'}
          to={`/desk/letters/${uid}/write`}
        >
          {t('draft.write')}
        </Link>
      </p>
      {draft?.isNew === true && (
        <details>
          <summary>{t('draft.read')}</summary>
          <div className="letter letter-sheet">
            <h3 lang={language} dir={direction}>
              {draft.text.title}
            </h3>
            <LetterText
              form={kind}
              version={{
                text: { letter: uid, number: version + 1, language, ...draft.text },
                direction,
              }}
            />
          </div>
        </details>
      )}
      {draft?.isNew === true && open === undefined && <Proposal version={version} state={state} />}
    </section>
  );
}

function Proposal({
  version,
  state,
}: {
  readonly version: number;
  readonly state: FormState | undefined;
}) {
  const t = useT('letters');
  return (
    <PageForm id="proposal" state={state} area="letters">
      <h3>{t('propose.title', { number: version + 1 })}</h3>
      <p className="small muted">{t('propose.what')}</p>
      {version > 0 && (
        <>
          <RadioGroup
            name="change"
            label={t('propose.change')}
            required
            options={(['typo', 'factual', 'demand'] as const).map((value) => ({
              value,
              label: t(`change.${value}`),
              hint: t(`change.${value}.hint`),
            }))}
          />
          <TextArea
            name="note"
            label={t('propose.note')}
            hint={t('propose.noteHint')}
            rows={2}
            required
          />
        </>
      )}
      <div>
        <SubmitButton>{t('propose.do')}</SubmitButton>
      </div>
    </PageForm>
  );
}
