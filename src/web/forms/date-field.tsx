import { useRef, useState } from 'react';
import { useT } from '../messages/catalogs.ts';
import { DateReading } from './date-reading.tsx';
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
  const field = useField(name, true);
  const shown = field.typed?.[0] ?? defaultValue;
  const [typed, setTyped] = useState(shown);
  const input = useRef<HTMLInputElement>(null);
  return (
    <FieldFrame
      field={field}
      label={label}
      hint={hint ?? t('date.hint')}
      required={required === true}
    >
      <input
        key={shown}
        ref={input}
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
      <DateReading
        id={field.id}
        typed={typed}
        onTake={(text) => {
          if (input.current !== null) input.current.value = text;
          setTyped(text);
        }}
      />
    </FieldFrame>
  );
}
