import type { Guard } from '#letters';
import { Field, PageForm, SubmitButton, TextArea, type FormState } from '../../forms/index.ts';
import { useT } from '../../messages/catalogs.ts';

const numbers = [
  'networkMost',
  'networkMinutes',
  'domainMost',
  'domainMinutes',
  'alikeMost',
  'wordsMost',
  'hastyMost',
  'hastySeconds',
] as const;
const lists = ['trustedHosts', 'doubtedHosts', 'watchedNames'] as const;

/** The rules of a letter: how much of one hand is too much, which hosts and names are known. */
export function GuardForm({
  guard,
  state,
}: {
  readonly guard: Guard;
  readonly state: FormState | undefined;
}) {
  const t = useT('fraud');
  const labels = Object.fromEntries(
    [...numbers, ...lists].map((name) => [name, t(`guard.${name}`)]),
  );
  return (
    <section className="record-section stack-tight">
      <h2>{t('guard')}</h2>
      <p className="section-note">{t('guard.means')}</p>
      <PageForm id="guard" state={state} area="fraud" labels={labels}>
        <input type="hidden" name="step" value="guard" />
        <div className="guard-numbers">
          {numbers.map((name) => (
            <Field
              key={name}
              name={name}
              width="short"
              required
              inputMode="numeric"
              defaultValue={String(guard[name])}
            />
          ))}
        </div>
        {lists.map((name) => (
          <TextArea
            key={name}
            name={name}
            rows={4}
            dir="auto"
            hint={t(`guard.${name}.hint`)}
            defaultValue={guard[name].join('\n')}
          />
        ))}
        <SubmitButton look="plain">{t('guard.save')}</SubmitButton>
      </PageForm>
    </section>
  );
}
