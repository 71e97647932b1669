import type { WithheldDesk } from '#letters';
import { Notice } from '../../../components/index.ts';
import {
  DateField,
  Field,
  PageForm,
  SubmitButton,
  TextArea,
  type FormState,
} from '../../../forms/index.ts';
import { useT } from '../../../messages/catalogs.ts';
import { useLocale } from '../../../page-environment.tsx';
import { dayWords, listWords } from '../../../public/letters/rule-words.ts';

const exampleLine = 'Organisation = age1…';

/** Who can open names: a form until signing opens, and what stands, which another person confirms. */
export function PanelSection({
  desk,
  isOwn,
  state,
}: {
  readonly desk: WithheldDesk;
  /** The panel was set by who looks at it. */
  readonly isOwn: boolean;
  readonly state: FormState | undefined;
}) {
  const t = useT('withheld');
  const { panel, canSet } = desk;
  return (
    <section className="record-section stack-tight">
      <h2>{t('desk.panel')}</h2>
      {panel === null && !canSet && <p>{t('desk.panel.none')}</p>}
      {panel !== null && <Panel panel={panel} isOwn={isOwn} state={state} />}
      {canSet && <PanelForm panel={panel} state={state} />}
    </section>
  );
}

type DeskPanel = NonNullable<WithheldDesk['panel']>;

function Panel({
  panel,
  isOwn,
  state,
}: {
  readonly panel: DeskPanel;
  readonly isOwn: boolean;
  readonly state: FormState | undefined;
}) {
  const t = useT('withheld');
  const locale = useLocale();
  const { need, organisations, until, digest, isConfirmed, guilds } = panel;
  return (
    <>
      <p>
        {t('desk.panel.fixed', {
          ...{ need, count: organisations.length },
          until: dayWords(until, locale),
        })}
      </p>
      <ul className="plain-list spaced">
        {organisations.map(({ name, recipient }) => (
          <li key={recipient}>
            <bdi>{name}</bdi>
            <br />
            <bdi className="code">{recipient}</bdi>
          </li>
        ))}
      </ul>
      {guilds.length > 0 && (
        <p>
          {t('desk.guilds.fixed')} {listWords(guilds, locale)}
        </p>
      )}
      <p>
        {t('public.panel')} <bdi className="code">{digest}</bdi>
      </p>
      {!isConfirmed && (
        <Notice tone="caution">
          <p>{t('desk.panel.waits')}</p>
          <p>{t(isOwn ? 'desk.panel.own' : 'desk.panel.look')}</p>
          {!isOwn && (
            <PageForm id="confirm-panel" state={state} area="withheld">
              <input type="hidden" name="step" value="confirm" />
              <input type="hidden" name="digest" value={digest} />
              <input type="hidden" name="until" value={until} />
              <input type="hidden" name="guilds" value={guilds.join('\n')} />
              <SubmitButton>{t('desk.panel.confirm')}</SubmitButton>
            </PageForm>
          )}
        </Notice>
      )}
    </>
  );
}

function PanelForm({
  panel,
  state,
}: {
  readonly panel: DeskPanel | null;
  readonly state: FormState | undefined;
}) {
  const t = useT('withheld');
  const labels = {
    organisations: t('desk.organisations'),
    need: t('desk.need'),
    until: t('desk.until'),
    guilds: t('desk.guilds'),
  };
  return (
    <>
      <p className="section-note">{t('desk.panel.means')}</p>
      <PageForm id="panel" state={state} area="withheld" labels={labels}>
        <input type="hidden" name="step" value="panel" />
        <TextArea
          name="organisations"
          rows={5}
          dir="auto"
          required
          hint={t('desk.organisations.hint', { example: exampleLine })}
          defaultValue={panel?.organisations
            .map(({ name, recipient }) => `${name} = ${recipient}`)
            .join('\n')}
        />
        <Field
          name="need"
          width="short"
          inputMode="numeric"
          required
          defaultValue={String(panel?.need ?? 2)}
        />
        <DateField name="until" label={t('desk.until')} required defaultValue={panel?.until} />
        <TextArea
          name="guilds"
          rows={4}
          hint={t('desk.guilds.hint')}
          defaultValue={panel?.guilds.join('\n')}
        />
        <SubmitButton>{t('desk.panel.save')}</SubmitButton>
      </PageForm>
    </>
  );
}
