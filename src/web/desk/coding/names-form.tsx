import { useState } from 'react';
import { codePointOffset, withoutInvisible } from '#platform/languages';
import type { KindCode } from '#record';
import { Notice } from '../../components/index.ts';
import { useT } from '../../messages/catalogs.ts';
import { useFound, useTerms } from '../finder/use-found.ts';
import { ChainEditor } from './chain-editor.tsx';
import { useCoding, useSentence } from './coding-context.tsx';
import { toChain, toChoice, type DraftLink, type Picked } from './draft.ts';
import { FormFoot } from './form-foot.tsx';
import { EntityPicker } from './pickers.tsx';
import type { NamesRequestInput } from './requests.ts';
import type { SelectedWords } from './selected-words.ts';
import type { Stretch } from './sentences.ts';
import { splitNames } from './split-names.ts';
import { useSave } from './use-save.ts';
import { PlainSelect } from './value-field.tsx';

interface Row {
  readonly stretch: Stretch;
  readonly name: string;
  readonly isTaken: boolean;
  /** Somebody known; empty for somebody new. */
  readonly entity: string;
  readonly occupation: string;
}

/** A list of names as a table, each row with its own words. */
export function NamesForm({
  words,
  onClose,
}: {
  readonly words: SelectedWords;
  readonly onClose: () => void;
}) {
  const t = useT('coding');
  const sentence = useSentence();
  const { layer, catalog, chain: firstChain } = useCoding();
  const occupations = useTerms('occupations');
  const [kind, setKind] = useState<KindCode>('person');
  const [rows, setRows] = useState(() => rowsOf(layer.text, words.stretch));
  const [role, setRole] = useState<Picked>();
  const [roleProperty, setRoleProperty] = useState('');
  const [chain, setChain] = useState<readonly DraftLink[]>(firstChain);
  const { save, isSaving, isLost, answer } = useSave((done) => {
    if (done.ok) onClose();
  });
  const taken = rows.filter(({ isTaken }) => isTaken);
  const roles = catalog.properties.filter(
    ({ range, kinds }) =>
      role !== undefined && kinds.includes(role.kind) && range?.includes(kind) === true,
  );
  const problems = answer?.ok === false ? answer.state.problems : [];
  const submit = (): void => {
    const request: NamesRequestInput = {
      layer: layer.uid,
      kind,
      rows: taken.map(({ stretch, name, entity, occupation }) => ({
        start: codePointOffset(layer.text, stretch.start),
        end: codePointOffset(layer.text, stretch.end),
        name,
        ...(entity !== '' && { entity }),
        ...(occupation.trim() !== '' && { occupation }),
      })),
      language: layer.language,
      certainty: 'unknown',
      chain: toChain(chain),
      ...(role !== undefined &&
        roleProperty !== '' && { role: { entity: toChoice(role), property: roleProperty } }),
    };
    if (taken.length > 0) save({ form: 'names', request: JSON.stringify(request) });
  };
  const change = (index: number, part: Partial<Row>) =>
    setRows(rows.map((row, at) => (at === index ? { ...row, ...part } : row)));
  return (
    <form
      className="coding-form"
      aria-label={t('names.form')}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      {problems.length > 0 && (
        <Notice tone="problem" live>
          {problems.map((problem) => (
            <p key={`${problem.field} ${problem.code}`}>
              {beforeOf(problem.field, taken, t)} {sentence(problem)}
            </p>
          ))}
        </Notice>
      )}
      <PlainSelect
        label={t('names.kind')}
        value={kind}
        options={catalog.kinds
          .filter(({ isNamed }) => isNamed)
          .map(({ code, label }) => ({ value: code, label }))}
        onChoose={(code) =>
          setKind(catalog.kinds.find((entry) => entry.code === code)?.code ?? 'person')
        }
      />
      <datalist id="occupations">
        {occupations.map(({ key, text }) => (
          <option key={key} value={text}>
            {text}
          </option>
        ))}
      </datalist>
      <ol className="names">
        {rows.map((row, index) => (
          <NameLine
            key={row.stretch.start}
            row={row}
            kind={kind}
            hasOccupation={kind === 'person'}
            onChange={(part) => change(index, part)}
          />
        ))}
      </ol>
      <EntityPicker
        key={`role ${role?.uid ?? role?.text}`}
        label={t('names.role')}
        kinds={catalog.kinds.map(({ code }) => code)}
        picked={role}
        onPick={setRole}
      />
      {role !== undefined && (
        <PlainSelect
          label={t('names.roleProperty')}
          value={roleProperty}
          empty={t('names.roleEmpty')}
          options={roles.map(({ code, label }) => ({ value: code, label }))}
          onChoose={setRoleProperty}
        />
      )}
      <ChainEditor chain={chain} onChange={setChain} />
      <FormFoot
        label={t('names.save', { count: taken.length })}
        isSaving={isSaving}
        isLost={isLost}
        missing={undefined}
        done={undefined}
        onClose={onClose}
      />
    </form>
  );
}

function rowsOf(text: string, stretch: Stretch): Row[] {
  return splitNames(text, stretch).map((part) => ({
    stretch: part,
    name: withoutInvisible(text.slice(part.start, part.end)).replaceAll(/\s+/gu, ' '),
    isTaken: true,
    entity: '',
    occupation: '',
  }));
}

// The name in the row that a problem belongs to.
function beforeOf(
  field: string | undefined,
  rows: readonly Row[],
  t: ReturnType<typeof useT<'coding'>>,
): string {
  const [, index = ''] = /^(\d+)\./.exec(field ?? '') ?? [];
  const row = index === '' ? undefined : rows[Number(index)];
  return row === undefined ? '' : t('field.before', { label: row.name });
}

function NameLine({
  row,
  kind,
  hasOccupation,
  onChange,
}: {
  readonly row: Row;
  readonly kind: KindCode;
  readonly hasOccupation: boolean;
  readonly onChange: (part: Partial<Row>) => void;
}) {
  const t = useT('coding');
  const { found } = useFound('entities', row.name, kind);
  return (
    <li className="name-line">
      <input
        type="checkbox"
        aria-label={t('names.take', { name: row.name })}
        checked={row.isTaken}
        onChange={(event) => onChange({ isTaken: event.currentTarget.checked })}
      />
      <input
        className="input"
        aria-label={t('names.name')}
        dir="auto"
        value={row.name}
        onChange={(event) => onChange({ name: event.currentTarget.value })}
      />
      <select
        className="input"
        aria-label={t('names.who', { name: row.name })}
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
      {hasOccupation && (
        <input
          className="input"
          list="occupations"
          dir="auto"
          aria-label={t('names.occupation', { name: row.name })}
          placeholder={t('names.occupationShort')}
          value={row.occupation}
          onChange={(event) => onChange({ occupation: event.currentTarget.value })}
        />
      )}
    </li>
  );
}
