import { DateField, Field } from '../../forms/index.ts';
import { useT } from '../../messages/catalogs.ts';

/** A day and a minute of it (UTC), as two fields: `nameDay` and `nameTime`. */
export function MomentFields({
  name,
  label,
  hint,
  value,
}: {
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  readonly value?: Date | null | undefined;
}) {
  const t = useT('course');
  const iso = value?.toISOString();
  return (
    <div className="row moment-fields">
      <DateField
        name={`${name}Day`}
        label={label}
        {...(hint !== undefined && { hint })}
        defaultValue={iso?.slice(0, 10)}
      />
      <Field
        name={`${name}Time`}
        label={t('dates.time')}
        width="short"
        dir="ltr"
        defaultValue={iso?.slice(11, 16)}
      />
    </div>
  );
}
