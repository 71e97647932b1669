import { useId } from 'react';
import type { KindCode } from '#record';
import { useT } from '../../messages/catalogs.ts';
import type { Choice } from '../finder/finder.tsx';
import { useFound } from '../finder/use-found.ts';
import type { NameRow } from './names-draft.ts';
import { ListPicker } from './pickers.tsx';

/** The row of one name. */
export function NameLine({
  row,
  kind,
  occupations,
  onChange,
}: {
  readonly row: NameRow;
  readonly kind: KindCode;
  /** Undefined where the kind has none. */
  readonly occupations: readonly Choice[] | undefined;
  readonly onChange: (part: Partial<NameRow>) => void;
}) {
  const t = useT('coding');
  const id = useId();
  const { found } = useFound('entities', row.name, kind);
  return (
    <li className="name-line">
      <input
        type="checkbox"
        aria-label={t('names.take', { name: row.name })}
        checked={row.isTaken}
        onChange={(event) => onChange({ isTaken: event.currentTarget.checked })}
      />
      <div className="field">
        <label htmlFor={`${id}-name`}>{t('names.name')}</label>
        <input
          id={`${id}-name`}
          className="input"
          dir="auto"
          value={row.name}
          onChange={(event) => onChange({ name: event.currentTarget.value })}
        />
      </div>
      <div className="field">
        <label htmlFor={`${id}-who`}>{t('names.whoShort')}</label>
        <select
          id={`${id}-who`}
          className="input"
          value={row.entity}
          onChange={(event) => onChange({ entity: event.currentTarget.value })}
        >
          <option value="">{t('names.new')}</option>
          {found.map(({ key, text, detail }) => (
            <option key={key} value={key}>
              {text} – {detail}
            </option>
          ))}
        </select>
      </div>
      {occupations !== undefined && (
        <ListPicker
          label={t('names.occupationShort')}
          choices={occupations}
          chosen={row.occupation}
          onChoose={(occupation) => onChange({ occupation })}
        />
      )}
    </li>
  );
}
