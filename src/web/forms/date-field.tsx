import { useState } from 'react';
import { parseHumanDate } from '#platform/calendar';
import { useT } from '../messages/catalogs.ts';
import { useLocale } from '../page-environment.tsx';
import { useField } from './form-context.tsx';
import { FieldFrame, type FieldProps } from './field-frame.tsx';

/**
 * A date as text, in either calendar and as vague as the source is. Beside it stands how it was
 * read, in both calendars: at once where scripts run, else when the form comes back.
 */
export function DateField({
  name,
  label,
  hint,
  required,
  defaultValue = '',
}: FieldProps & { readonly defaultValue?: string | undefined }) {
  const t = useT('common');
  const locale = useLocale();
  const field = useField(name, true);
  const shown = field.typed?.[0] ?? defaultValue;
  const [typed, setTyped] = useState(shown);
  const result = typed.trim() === '' ? undefined : parseHumanDate(typed, { locale });
  return (
    <FieldFrame
      field={field}
      label={label}
      hint={hint ?? t('date.hint')}
      required={required === true}
    >
      <input
        key={shown}
        id={field.id}
        name={name}
        type="text"
        className="input input-medium"
        dir="auto"
        autoComplete="off"
        aria-required={required}
        defaultValue={shown}
        onInput={(event) => setTyped(event.currentTarget.value)}
        {...field.described}
      />
      <output className="date-reading" htmlFor={field.id}>
        {result?.ok === true && (
          <>
            {t('date.readAs')} <bdi>{result.reading.text}</bdi>
          </>
        )}
      </output>
    </FieldFrame>
  );
}
