import { useState, type ReactNode } from 'react';
import type { KindCode } from '#record';
import { useField } from '../../forms/index.ts';
import { useHydrated } from '../use-hydrated.ts';
import { ChosenField } from './chosen-field.tsx';
import { Finder } from './finder.tsx';
import { useFound } from './use-found.ts';
import './finder.css';

/**
 * An entity as a field of a `PageForm`, found by name while one types and sent as its uid.
 *
 * @param options those found so far, by whom a choice that came back with the form is named.
 * @param children the field for browsers without scripts.
 */
export function EntityField({
  name,
  label,
  hint,
  kinds,
  options,
  children,
}: {
  readonly name: string;
  readonly label: ReactNode;
  readonly hint?: ReactNode;
  readonly kinds: readonly KindCode[];
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly children: ReactNode;
}) {
  const field = useField(name, false);
  const [query, setQuery] = useState('');
  const { found } = useFound('entities', query, kinds.join(','));
  const [chosen, setChosen] = useState(() =>
    options.find(({ value }) => value === field.typed?.[0]),
  );
  if (!useHydrated()) return children;
  return (
    <div id={field.id} tabIndex={-1} data-invalid={field.sentences.length > 0 ? '' : undefined}>
      <input type="hidden" name={name} value={chosen?.value ?? ''} />
      {chosen === undefined ? (
        <Finder
          label={label}
          // With the hint, so that the field is described by it.
          hint={
            field.sentences.length === 0 ? (
              hint
            ) : (
              <>
                <span className="field-problem">{field.sentences.join(' ')}</span> {hint}
              </>
            )
          }
          typed={query}
          choices={found}
          onType={setQuery}
          onChoose={(key) => {
            const one = found.find((entry) => entry.key === key);
            if (one !== undefined) setChosen({ value: one.key, label: one.text });
          }}
        />
      ) : (
        <ChosenField
          label={label}
          hint={hint}
          text={chosen.label}
          onClear={() => {
            setQuery('');
            setChosen(undefined);
          }}
        />
      )}
    </div>
  );
}
