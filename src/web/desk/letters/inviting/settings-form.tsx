import {
  Checkbox,
  Field,
  PageForm,
  Select,
  SubmitButton,
  type FormState,
} from '../../../forms/index.ts';
import { useT } from '../../../messages/catalogs.ts';

/** How often the invited are reminded, and whether they see who has signed. */
export function SettingsForm({
  settings,
  state,
}: {
  readonly settings: {
    readonly reminders: number;
    readonly reminderDays: number;
    readonly showsSigners: boolean;
  };
  readonly state: FormState | undefined;
}) {
  const t = useT('invite');
  const options = [0, 1, 2, 3].map((count) => ({
    value: String(count),
    label: t('settings.reminders.of', { count }),
  }));
  const labels = { reminders: t('settings.reminders'), days: t('settings.days') };
  return (
    <section className="record-section stack-tight inviting-tools">
      <h2>{t('settings')}</h2>
      <PageForm id="settings" state={state} area="invite" labels={labels}>
        <input type="hidden" name="step" value="settings" />
        <Select
          name="reminders"
          required
          options={options}
          defaultValue={String(settings.reminders)}
        />
        <Field
          name="days"
          required
          inputMode="numeric"
          width="short"
          defaultValue={String(settings.reminderDays)}
        />
        <Checkbox name="shows" label={t('settings.shows')} defaultChecked={settings.showsSigners} />
        <SubmitButton look="plain">{t('settings.save')}</SubmitButton>
      </PageForm>
    </section>
  );
}
