import type { ReactNode } from 'react';
import { useT } from '../messages/catalogs.ts';
import type { FieldState } from './form-context.tsx';

/** What every field can be told. */
export interface FieldProps {
  readonly name: string;
  /** May be left to the `labels` of the form. */
  readonly label?: ReactNode;
  /** A sentence under the label; say what is wanted before it goes wrong. */
  readonly hint?: ReactNode;
  readonly required?: boolean;
  /** When it is needed, where that depends; stands in place of "optional". */
  readonly needed?: ReactNode;
}

/** Label, hint and problem round an input. */
export function FieldFrame({
  field,
  label,
  hint,
  required = false,
  needed,
  children,
}: Omit<FieldProps, 'name'> & { readonly field: FieldState; readonly children: ReactNode }) {
  return (
    <div className="field" data-invalid={field.sentences.length > 0 ? '' : undefined}>
      <label htmlFor={field.id}>
        {label ?? field.label} <Optional required={required} needed={needed} />
      </label>
      {hint !== undefined && (
        <p id={field.hintId} className="field-hint">
          {hint}
        </p>
      )}
      <FieldProblems field={field} />
      {children}
    </div>
  );
}

/** The same round a group of inputs, as a fieldset. */
export function GroupFrame({
  field,
  label,
  hint,
  required = false,
  needed,
  children,
}: Omit<FieldProps, 'name'> & { readonly field: FieldState; readonly children: ReactNode }) {
  return (
    <fieldset
      className="field"
      id={field.id}
      tabIndex={-1}
      data-invalid={field.sentences.length > 0 ? '' : undefined}
      {...field.described}
    >
      <legend>
        {label ?? field.label} <Optional required={required} needed={needed} />
      </legend>
      {hint !== undefined && (
        <p id={field.hintId} className="field-hint">
          {hint}
        </p>
      )}
      <FieldProblems field={field} />
      {children}
    </fieldset>
  );
}

// Most fields are needed; the others say so.
function Optional({
  required,
  needed,
}: Pick<FieldProps, 'needed'> & { readonly required: boolean }) {
  const t = useT('common');
  if (required) return null;
  return <span className="field-optional">{needed ?? t('field.optional')}</span>;
}

function FieldProblems({ field }: { readonly field: FieldState }) {
  if (field.sentences.length === 0) return null;
  return (
    <p id={field.problemId} className="field-problem">
      {field.sentences.join(' ')}
    </p>
  );
}
