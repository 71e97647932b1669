import type { InvitedRow } from '#letters';
import { signLimits } from '#letters/form';
import { Tag } from '../../../components/index.ts';
import { Field, PageForm, SubmitButton, type FormState } from '../../../forms/index.ts';
import { useT } from '../../../messages/catalogs.ts';

/** Who may sign for somebody, and by which mandate they have. */
export function AgentSection({
  one: { agent, mandate, state: reached },
  state,
  given,
}: {
  readonly one: Pick<InvitedRow, 'agent' | 'mandate' | 'state'>;
  readonly state: FormState | undefined;
  /** The day of the mandate, in words. */
  readonly given: string;
}) {
  const t = useT('invite');
  const sign = useT('sign');
  if (reached === 'signed' && mandate === null) return null;
  return (
    <section className="record-section stack-tight">
      <h2>{t('agent')}</h2>
      <p className="section-note">{t('agent.means')}</p>
      {agent !== null && (
        <p>
          <bdi>{agent.name}</bdi> <bdi className="muted">{agent.address}</bdi>{' '}
          <Tag>{t(agent.mails === 0 ? 'agent.waits' : 'agent.mailed')}</Tag>
        </p>
      )}
      {mandate !== null && (
        <dl className="facts">
          <dt>{t('agent.signed')}</dt>
          <dd>
            <bdi>{mandate.agent}</bdi>
          </dd>
          <dt>{t('agent.mandate')}</dt>
          <dd dir="auto">{mandate.words}</dd>
          <dt>{t('agent.given')}</dt>
          <dd>
            {given}, {sign(`mandate.how.${mandate.how}`)}
          </dd>
        </dl>
      )}
      {reached !== 'signed' && <Naming hasAgent={agent !== null} state={state} />}
    </section>
  );
}

function Naming({
  hasAgent,
  state,
}: {
  readonly hasAgent: boolean;
  readonly state: FormState | undefined;
}) {
  const t = useT('invite');
  const labels = { agentName: t('agentName'), agentMail: t('agentMail') };
  return (
    <>
      <PageForm id="agent" state={state} area="invite" labels={labels}>
        <input type="hidden" name="step" value="agent" />
        <Field name="agentName" maxLength={signLimits.name} required />
        <Field name="agentMail" type="email" required />
        <SubmitButton look="plain">{t('agent.do')}</SubmitButton>
      </PageForm>
      {hasAgent && (
        <PageForm id="agent-drop" state={state} area="invite">
          <input type="hidden" name="step" value="agent-drop" />
          <SubmitButton look="plain">{t('agent.drop')}</SubmitButton>
        </PageForm>
      )}
    </>
  );
}
