import type { OpenedName, WithheldDesk } from '#letters';
import { Field, PageForm, SubmitButton, type FormState } from '../../../forms/index.ts';
import { useT } from '../../../messages/catalogs.ts';
import { useLocale } from '../../../page-environment.tsx';
import { momentWords } from '../../claims/moment-words.ts';

type Round = NonNullable<WithheldDesk['round']>;

interface Part {
  readonly uid: string;
  readonly round: Round;
  /** Who looks at it brought the opening in: another person decides. */
  readonly hasBrought: boolean;
  readonly state: FormState | undefined;
}

/** How far the opening of names is, and what is to be done next. */
export function RoundSection({
  uid,
  round,
  hasBrought,
  opened,
  state,
}: Omit<Part, 'round'> & {
  readonly round: Round | null;
  readonly opened: readonly OpenedName[];
}) {
  const t = useT('withheld');
  if (round === null) {
    return (
      <section className="record-section">
        <h2>{t('desk.round')}</h2>
        <p>{t('desk.round.none')}</p>
      </section>
    );
  }
  return (
    <section className="record-section stack-tight">
      <h2>{t('desk.round')}</h2>
      <RoundState round={round} />
      {round.digest !== null && (
        <p>
          {t('desk.digest')} <bdi className="code">{round.digest}</bdi>
        </p>
      )}
      {round.state === 'exported' && <ImportForm {...{ round, state }} />}
      {round.state === 'imported' && <Decision {...{ round, hasBrought, state, opened }} />}
      {round.state !== 'notice' && <RequestForm {...{ uid, round, state }} />}
    </section>
  );
}

function RoundState({ round }: Pick<Part, 'round'>) {
  const t = useT('withheld');
  const locale = useLocale();
  const { state, names, opened, dueAt } = round;
  if (state !== 'notice') return <p>{t(`desk.round.${state}`, { names, opened })}</p>;
  return (
    <p>
      {dueAt === null
        ? t('desk.round.notice.soon', { names })
        : t('desk.round.notice', { names, at: momentWords(dueAt, locale) })}
    </p>
  );
}

/** Loads a file: the browser sends it without this page's scripts. */
function RequestForm({ uid, round, state }: Omit<Part, 'hasBrought'>) {
  const t = useT('withheld');
  return (
    <PageForm
      id="request"
      state={state}
      area="withheld"
      labels={{ openers: t('desk.openers') }}
      action={`/desk/letters/${uid}/withheld/request`}
      reload
    >
      <input type="hidden" name="round" value={round.uid} />
      <Field name="openers" dir="ltr" hint={t('desk.openers.hint')} />
      <p className="section-note">{t('desk.export.means')}</p>
      <SubmitButton look={round.state === 'due' ? 'primary' : 'plain'}>
        {t('desk.export')}
      </SubmitButton>
    </PageForm>
  );
}

function ImportForm({ round, state }: Pick<Part, 'round' | 'state'>) {
  const t = useT('withheld');
  return (
    <PageForm id="import" state={state} area="withheld" labels={{ file: t('desk.file') }} multipart>
      <input type="hidden" name="step" value="import" />
      <input type="hidden" name="round" value={round.uid} />
      <Field name="file" type="file" />
      <SubmitButton>{t('desk.import')}</SubmitButton>
    </PageForm>
  );
}

function Decision({
  round,
  hasBrought,
  state,
  opened,
}: Omit<Part, 'uid'> & { readonly opened: readonly OpenedName[] }) {
  const t = useT('withheld');
  const sign = useT('sign');
  return (
    <>
      <h3>{t('desk.decide')}</h3>
      <p className="section-note">{t('desk.decide.means')}</p>
      <ol className="plain-list spaced">
        {opened.map(({ name, credit, affiliation, country, verification }) => (
          <li key={`${name} ${credit} ${affiliation}`}>
            <strong>
              <bdi>{name}</bdi>
            </strong>{' '}
            {[credit, affiliation, country]
              .filter((one) => one !== '')
              .map((one) => (
                <bdi key={one}>{one} </bdi>
              ))}
            <span className="muted">{sign(`verification.${verification}`)}</span>
          </li>
        ))}
      </ol>
      {(hasBrought ? (['refuse'] as const) : (['approve', 'refuse'] as const)).map((step) => (
        <PageForm key={step} id={step} state={state} area="withheld" className="row">
          <input type="hidden" name="step" value={step} />
          <input type="hidden" name="round" value={round.uid} />
          <SubmitButton look={step === 'approve' ? 'primary' : 'danger'}>
            {t(`desk.${step}`)}
          </SubmitButton>
        </PageForm>
      ))}
    </>
  );
}
