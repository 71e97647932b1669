import { useId } from 'react';
import type { Delivery } from '#letters';
import { deliveryWays } from '#letters/form';
import {
  Checkbox,
  DateField,
  Field,
  PageForm,
  Select,
  SubmitButton,
  TextArea,
  type FormState,
} from '../../forms/index.ts';
import { useT } from '../../messages/catalogs.ts';

/** Writes down one delivery, or corrects what was written. */
export function DeliveryForm({
  state,
  chosen,
  addressees,
}: {
  readonly state: FormState | undefined;
  readonly chosen: Delivery | undefined;
  readonly addressees: readonly string[];
}) {
  const t = useT('course');
  const list = useId();
  const ways = deliveryWays.map((value) => ({ value, label: t(`way.${value}`) }));
  return (
    <section className="record-section stack-tight" id="deliver">
      <h2>{t(chosen === undefined ? 'delivery.add' : 'delivery.change')}</h2>
      <PageForm id="delivery" state={state} area="course">
        <input type="hidden" name="step" value="deliver" />
        {chosen !== undefined && (
          <>
            <input type="hidden" name="delivery" value={chosen.uid} />
            <input type="hidden" name="revision" value={chosen.revision} />
          </>
        )}
        <Field
          name="addressee"
          label={t('delivery.addressee')}
          list={list}
          defaultValue={chosen?.addressee ?? (addressees.length === 1 ? addressees[0] : '')}
          required
        />
        <datalist id={list}>
          {addressees.map((one) => (
            <option key={one}>{one}</option>
          ))}
        </datalist>
        <DateField
          name="deliveredOn"
          label={t('delivery.on')}
          defaultValue={chosen?.deliveredOn}
          required
        />
        <Select
          name="how"
          label={t('delivery.how')}
          options={ways}
          defaultValue={chosen?.how ?? 'handed-over'}
        />
        <Field name="byWhom" label={t('delivery.by')} defaultValue={chosen?.byWhom} required />
        <DateField
          name="acknowledgedOn"
          label={t('delivery.acknowledged')}
          defaultValue={chosen?.acknowledgedOn ?? ''}
        />
        <DateField
          name="answeredOn"
          label={t('delivery.answered')}
          defaultValue={chosen?.answeredOn ?? ''}
        />
        <TextArea
          name="answer"
          label={t('delivery.answer')}
          rows={3}
          dir="auto"
          defaultValue={chosen?.answer}
        />
        <Field
          name="source"
          label={t('delivery.source')}
          dir="ltr"
          defaultValue={chosen?.source ?? ''}
        />
        <TextArea
          name="changed"
          label={t('delivery.changed')}
          rows={2}
          dir="auto"
          defaultValue={chosen?.changed}
        />
        {chosen !== undefined && (
          <Checkbox name="dropped" label={t('delivery.dropped')} defaultChecked={chosen.dropped} />
        )}
        <SubmitButton>{t('delivery.save')}</SubmitButton>
      </PageForm>
    </section>
  );
}
