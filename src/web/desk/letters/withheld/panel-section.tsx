import type { WithheldDesk } from '#letters';
import { Field, PageForm, SubmitButton, TextArea, type FormState } from '../../../forms/index.ts';
import { useT } from '../../../messages/catalogs.ts';
import { useLocale } from '../../../page-environment.tsx';
import { dayWords } from '../../../public/letters/rule-words.ts';

const exampleLine = 'Organisation = age1…';
const exampleDay = '2026-12-31';

/** Who can open names: a form until signing opens, and a list from then on. */
export function PanelSection({
  desk: { panel, canSet },
  state,
}: {
  readonly desk: WithheldDesk;
  readonly state: FormState | undefined;
}) {
  const t = useT('withheld');
  const locale = useLocale();
  const labels = {
    organisations: t('desk.organisations'),
    need: t('desk.need'),
    until: t('desk.until'),
  };
  return (
    <section className="record-section stack-tight">
      <h2>{t('desk.panel')}</h2>
      {canSet ? (
        <>
          <p className="section-note">{t('desk.panel.means')}</p>
          <PageForm id="panel" state={state} area="withheld" labels={labels}>
            <input type="hidden" name="step" value="panel" />
            <TextArea
              name="organisations"
              rows={5}
              dir="auto"
              hint={t('desk.organisations.hint', { example: exampleLine })}
              defaultValue={panel?.organisations
                .map(({ name, recipient }) => `${name} = ${recipient}`)
                .join('\n')}
            />
            <Field
              name="need"
              width="short"
              inputMode="numeric"
              defaultValue={String(panel?.need ?? 2)}
            />
            <Field
              name="until"
              width="short"
              hint={t('desk.until.hint', { example: exampleDay })}
              defaultValue={panel?.until}
            />
            <SubmitButton>{t('desk.panel.save')}</SubmitButton>
          </PageForm>
        </>
      ) : panel === null ? (
        <p>{t('desk.panel.none')}</p>
      ) : (
        <>
          <p>
            {t('desk.panel.fixed', {
              ...{ need: panel.need, count: panel.organisations.length },
              until: dayWords(panel.until, locale),
            })}
          </p>
          <ul className="plain-list spaced">
            {panel.organisations.map(({ name, recipient }) => (
              <li key={recipient}>
                <bdi>{name}</bdi>
                <br />
                <bdi className="code">{recipient}</bdi>
              </li>
            ))}
          </ul>
          <p>
            {t('public.panel')} <bdi className="code">{panel.digest}</bdi>
          </p>
        </>
      )}
    </section>
  );
}
