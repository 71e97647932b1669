import { DateField, Field, Select } from '../../forms/index.ts';
import { useT } from '../../messages/catalogs.ts';
import { EntityField } from '../finder/entity-field.tsx';
import type { Choice } from './value-field.tsx';

/** What a figure counts, where, in which time and as of when: only like is compared with like. */
export function FigureFields({
  units,
  places,
}: {
  readonly units: readonly Choice[];
  /** Those found by the name searched for above, where no scripts run. */
  readonly places: readonly Choice[];
}) {
  const t = useT('coding');
  return (
    <>
      <Field name="counted" label={t('figure.counted')} hint={t('figure.countedHint')} />
      <Select name="unit" label={t('figure.unit')} options={units} />
      <EntityField name="place" label={t('figure.place')} kinds={['place']} options={places}>
        {places.length > 0 && (
          <Select name="place" label={t('figure.place')} options={places} empty="–" />
        )}
      </EntityField>
      <DateField name="period" label={t('figure.period')} />
      <DateField name="asOf" label={t('figure.asOf')} />
    </>
  );
}
