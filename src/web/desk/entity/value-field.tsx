import type { KindCode } from '#record';
import { Field, RadioGroup, Select, TextArea } from '../../forms/index.ts';
import { useT } from '../../messages/catalogs.ts';
import { EntityField } from '../finder/entity-field.tsx';

export interface Choice {
  readonly value: string;
  readonly label: string;
}

/** How a value of a property is given. */
export type ValueFieldKind = {
  readonly code: string;
  readonly label: string;
  readonly help: string;
} & (
  | { readonly type: 'choice'; readonly options: readonly Choice[] }
  | {
      readonly type: 'entity';
      readonly kinds: readonly KindCode[];
      /** Those found by the name searched for above, where no scripts run. */
      readonly options: readonly Choice[];
    }
  | { readonly type: 'words' | 'line' | 'figure' }
);

/** The field of a value: a list to choose from, found entities, words with their language, or a line. */
export function ValueField({ field }: { readonly field: ValueFieldKind }) {
  const t = useT('record');
  const common = { name: 'value', label: field.label, hint: field.help, required: true };
  switch (field.type) {
    case 'choice':
      return <Select {...common} options={field.options} empty="–" />;
    case 'entity':
      return (
        <EntityField {...common} kinds={field.kinds} options={field.options}>
          <RadioGroup {...common} options={field.options} />
        </EntityField>
      );
    case 'words':
      return (
        <>
          <TextArea {...common} rows={3} />
          <Field
            name="language"
            label={t('add.language')}
            hint={t('entities.languageHint')}
            width="short"
          />
        </>
      );
    case 'line':
    case 'figure':
      return <Field {...common} />;
  }
}
