import type { InputHTMLAttributes, TextareaHTMLAttributes } from 'react';
import { useField } from './form-context.tsx';
import { FieldFrame, type FieldProps } from './field-frame.tsx';

type InputProps = Pick<
  InputHTMLAttributes<HTMLInputElement>,
  'accept' | 'autoComplete' | 'inputMode' | 'maxLength' | 'spellCheck' | 'dir' | 'lang' | 'list'
>;

/** A line of text, or a file. What was typed wins over the default. */
export function Field({
  name,
  label,
  hint,
  required,
  needed,
  type = 'text',
  width = 'full',
  defaultValue,
  ...input
}: FieldProps &
  InputProps & {
    readonly type?: 'text' | 'email' | 'url' | 'password' | 'search' | 'file';
    /** How long the answer is expected to be. */
    readonly width?: 'full' | 'medium' | 'short';
    readonly defaultValue?: string | undefined;
  }) {
  const field = useField(name, hint !== undefined);
  const echoes = type !== 'password' && type !== 'file';
  return (
    <FieldFrame
      field={field}
      label={label}
      hint={hint}
      required={required === true}
      needed={needed}
    >
      <input
        // React keeps the first default of an input; a new answer makes a new input.
        key={field.typed?.[0]}
        id={field.id}
        name={name}
        type={type}
        className={`input input-${width}`}
        // A name or a title may be in any of the three scripts.
        dir={type === 'email' || type === 'url' ? 'ltr' : 'auto'}
        aria-required={required}
        {...(echoes && { defaultValue: field.typed?.[0] ?? defaultValue ?? '' })}
        {...field.described}
        {...input}
      />
    </FieldFrame>
  );
}

/** Several lines of text. */
export function TextArea({
  name,
  label,
  hint,
  required,
  needed,
  defaultValue,
  rows = 5,
  ...area
}: FieldProps &
  Pick<TextareaHTMLAttributes<HTMLTextAreaElement>, 'maxLength' | 'spellCheck' | 'dir' | 'lang'> & {
    readonly rows?: number;
    readonly defaultValue?: string | undefined;
  }) {
  const field = useField(name, hint !== undefined);
  return (
    <FieldFrame
      field={field}
      label={label}
      hint={hint}
      required={required === true}
      needed={needed}
    >
      <textarea
        key={field.typed?.[0]}
        id={field.id}
        name={name}
        rows={rows}
        className="input"
        dir="auto"
        aria-required={required}
        defaultValue={field.typed?.[0] ?? defaultValue ?? ''}
        {...field.described}
        {...area}
      />
    </FieldFrame>
  );
}
