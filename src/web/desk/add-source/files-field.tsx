import { FieldFrame, type FieldProps } from '../../forms/field-frame.tsx';
import { useField } from '../../forms/form-context.tsx';

/** Several files at once. */
export function FilesField({ name, label, hint }: FieldProps) {
  const field = useField(name, true);
  return (
    <FieldFrame field={field} label={label} hint={hint} required>
      <input
        id={field.id}
        className="input"
        type="file"
        name={name}
        multiple
        aria-required
        {...field.described}
      />
    </FieldFrame>
  );
}
