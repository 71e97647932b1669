import type { ReactNode } from 'react';
import { useField, type FieldState } from './form-context.tsx';
import { FieldFrame, GroupFrame, type FieldProps } from './field-frame.tsx';

/** One thing to choose. */
export interface Option {
  readonly value: string;
  readonly label: ReactNode;
  /** A sentence under it; not shown in a `Select`. */
  readonly hint?: ReactNode;
}

/** One of many, folded away. `empty` is the first line, for nothing chosen. */
export function Select({
  name,
  label,
  hint,
  required,
  needed,
  options,
  empty,
  defaultValue,
}: FieldProps & {
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly empty?: string;
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
      <select
        key={field.typed?.[0]}
        id={field.id}
        name={name}
        className="input input-medium"
        aria-required={required}
        defaultValue={field.typed?.[0] ?? defaultValue ?? ''}
        {...field.described}
      >
        {empty !== undefined && <option value="">{empty}</option>}
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </FieldFrame>
  );
}

/** One of a few, all to be seen. */
export function RadioGroup(
  props: FieldProps & {
    readonly options: readonly Option[];
    readonly defaultValue?: string | undefined;
  },
) {
  const field = useField(props.name, props.hint !== undefined);
  // Nobody can take a choice back: where none was sent, the group was not on the page.
  const [typed = props.defaultValue] = field.typed ?? [];
  const chosen = typed === undefined ? [] : [typed];
  return <Choices {...props} field={field} type="radio" chosen={chosen} />;
}

/** Any of a few. */
export function CheckboxGroup(
  props: FieldProps & {
    readonly options: readonly Option[];
    readonly defaultValues?: readonly string[];
  },
) {
  const field = useField(props.name, props.hint !== undefined);
  const chosen = field.typed ?? props.defaultValues ?? [];
  return <Choices {...props} field={field} type="checkbox" chosen={chosen} />;
}

function Choices({
  field,
  type,
  name,
  label,
  hint,
  required,
  options,
  chosen,
}: FieldProps & {
  readonly field: FieldState;
  readonly type: 'radio' | 'checkbox';
  readonly options: readonly Option[];
  readonly chosen: readonly string[];
}) {
  return (
    <GroupFrame field={field} label={label} hint={hint} required={required === true}>
      {options.map((option) => (
        <ChoiceLine
          key={`${option.value} ${chosen.includes(option.value)}`}
          id={`${field.id}-${option.value}`}
          type={type}
          name={name}
          option={option}
          chosen={chosen.includes(option.value)}
        />
      ))}
    </GroupFrame>
  );
}

/** A single yes or no; sent as `on` or not at all. */
export function Checkbox({
  name,
  label,
  hint,
  defaultChecked = false,
}: Omit<FieldProps, 'required'> & { readonly defaultChecked?: boolean }) {
  const field = useField(name, hint !== undefined);
  const chosen = field.typed === undefined ? defaultChecked : field.typed.length > 0;
  return (
    <div className="field" data-invalid={field.sentences.length > 0 ? '' : undefined}>
      {field.sentences.length > 0 && (
        <p id={field.problemId} className="field-problem">
          {field.sentences.join(' ')}
        </p>
      )}
      <ChoiceLine
        key={String(chosen)}
        id={field.id}
        type="checkbox"
        name={name}
        option={{ value: 'on', label: label ?? field.label, hint }}
        chosen={chosen}
      />
    </div>
  );
}

function ChoiceLine({
  id,
  type,
  name,
  option,
  chosen,
}: {
  readonly id: string;
  readonly type: 'radio' | 'checkbox';
  readonly name: string;
  readonly option: Option;
  readonly chosen: boolean;
}) {
  const hinted = option.hint !== undefined;
  return (
    <div className="choice">
      <input
        id={id}
        type={type}
        name={name}
        value={option.value}
        defaultChecked={chosen}
        aria-describedby={hinted ? `${id}-hint` : undefined}
      />
      <label htmlFor={id}>{option.label}</label>
      {hinted && (
        <p id={`${id}-hint`} className="field-hint">
          {option.hint}
        </p>
      )}
    </div>
  );
}
