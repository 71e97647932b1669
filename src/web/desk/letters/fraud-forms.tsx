import { asideReasons, knownChannels, type AsideReason } from '#letters/form';
import { Checkbox, PageForm, Select, SubmitButton, type FormState } from '../../forms/index.ts';
import { useT } from '../../messages/catalogs.ts';

interface Deciding {
  /** Moment of the preview, RFC 3339. */
  readonly until: string;
  readonly state: FormState | undefined;
}

/** Sets the group aside, for a reason that the ledger tells. */
export function SetAsideForm({
  until,
  reason,
  state,
}: Deciding & { readonly reason: AsideReason }) {
  const t = useT('fraud');
  const ledger = useT('ledger');
  const options = asideReasons.map((value) => ({ value, label: ledger(`reason.${value}`) }));
  return (
    <section className="record-section stack-tight">
      <h2>{t('do.aside')}</h2>
      <p>{t('do.aside.means')}</p>
      <p className="section-note">{t('two')}</p>
      <PageForm id="aside" state={state} area="fraud">
        <input type="hidden" name="kind" value="aside" />
        <input type="hidden" name="until" value={until} />
        <Select name="reason" label={t('reason')} options={options} defaultValue={reason} />
        <SubmitButton look="danger">{t('do.aside')}</SubmitButton>
      </PageForm>
    </section>
  );
}

/** Counts those of the group that are set aside. */
export function AcceptForm({
  until,
  isNetwork,
  state,
}: Deciding & { readonly isNetwork: boolean }) {
  const t = useT('fraud');
  const letters = useT('letters');
  const channels = knownChannels.map((value) => ({
    value,
    label: letters(`signing.channel.${value}`),
  }));
  return (
    <section className="record-section stack-tight">
      <h2>{t('do.accept')}</h2>
      <p>{t('do.accept.means')}</p>
      <PageForm id="accept" state={state} area="fraud" labels={{ channel: t('channel') }}>
        <input type="hidden" name="kind" value="accept" />
        <input type="hidden" name="until" value={until} />
        <Select
          name="channel"
          hint={t('channel.hint')}
          empty={t('channel.none')}
          options={channels}
        />
        {isNetwork && <Checkbox name="trust" label={t('trust')} hint={t('trust.hint')} />}
        <SubmitButton>{t('do.accept')}</SubmitButton>
      </PageForm>
    </section>
  );
}
