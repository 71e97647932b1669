import { useEffect, useRef, useState } from 'react';
import { useT } from '../../messages/catalogs.ts';
import { useTerms } from '../finder/use-found.ts';
import type { Answer } from './answer-form.ts';
import { ChainEditor } from './chain-editor.tsx';
import { useCoding } from './coding-context.tsx';
import { FormFoot } from './form-foot.tsx';
import { FormProblems } from './form-problems.tsx';
import { NameLine } from './name-line.tsx';
import { namesIn, toNamesRequest, type NameRow } from './names-draft.ts';
import type { Picked } from './draft.ts';
import { EntityPicker } from './pickers.tsx';
import type { SelectedWords } from './selected-words.ts';
import { useFormDraft } from './use-kept-draft.ts';
import { useSave } from './use-save.ts';
import { PlainSelect } from './value-field.tsx';

/** A list of names as a table, each row with its own words. */
export function NamesForm({
  words,
  onSaved,
  onClose,
}: {
  readonly words: SelectedWords;
  readonly onSaved: (answer: Answer) => void;
  readonly onClose: () => void;
}) {
  const t = useT('coding');
  const { layer, catalog, chain: firstChain } = useCoding();
  const occupations = useTerms('occupations');
  const { draft, change, drop, isBegun } = useFormDraft('names', words, () =>
    namesIn(layer.text, words.stretch, firstChain),
  );
  const { kind, rows, role, roleProperty, chain } = draft;
  const [isTried, setTried] = useState(false);
  const roleField = useRef<HTMLDivElement>(null);
  const { save, isSaving, isLost, answer } = useSave((done) => {
    if (!done.ok) return;
    drop();
    onSaved(done);
  });
  const taken = rows.filter(({ isTaken }) => isTaken);
  const rolesOf = (common: Picked) =>
    catalog.properties.filter(
      ({ range, kinds }) => kinds.includes(common.kind) && range?.includes(kind) === true,
    );
  const roles = role === undefined ? [] : rolesOf(role);
  // Without it, what they have in common would be said nowhere.
  const isRoleless = role !== undefined && !roles.some(({ code }) => code === roleProperty);
  useEffect(() => {
    if (role !== undefined) roleField.current?.scrollIntoView({ block: 'nearest' });
  }, [role]);
  const onlyRole = (picked: Picked | undefined) => {
    const [only, other] = picked === undefined ? [] : rolesOf(picked);
    return other === undefined ? (only?.code ?? '') : '';
  };
  const problems = answer?.ok === false ? answer.state.problems : [];
  const submit = (): void => {
    setTried(true);
    if (isRoleless) return roleField.current?.querySelector('select')?.focus();
    const request = toNamesRequest(draft, layer, words.stretch);
    if (request !== undefined) save({ form: 'names', request: JSON.stringify(request) });
  };
  const discard = () => {
    drop();
    onClose();
  };
  const changeRow = (index: number, part: Partial<NameRow>) =>
    change({ rows: rows.map((row, at) => (at === index ? { ...row, ...part } : row)) });
  return (
    <form
      className="coding-form"
      aria-label={t('names.form')}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <FormProblems
        answer={answer}
        problems={problems}
        before={({ field }) => beforeOf(field, taken, t)}
      />
      <PlainSelect
        label={t('names.kind')}
        value={kind}
        options={catalog.kinds
          .filter(({ isNamed }) => isNamed)
          .map(({ code, label }) => ({ value: code, label }))}
        onChoose={(code) =>
          change({ kind: catalog.kinds.find((entry) => entry.code === code)?.code ?? 'person' })
        }
      />
      <ol className="names">
        {rows.map((row, index) => (
          <NameLine
            key={row.stretch.start}
            row={row}
            kind={kind}
            occupations={kind === 'person' ? occupations : undefined}
            onChange={(part) => changeRow(index, part)}
          />
        ))}
      </ol>
      <EntityPicker
        key={`role ${role?.uid ?? role?.text}`}
        label={t('names.role')}
        hint={t('names.roleHint')}
        kinds={catalog.kinds.map(({ code }) => code)}
        picked={role}
        onPick={(picked) => change({ role: picked, roleProperty: onlyRole(picked) })}
      />
      {role !== undefined && (
        <div ref={roleField}>
          <PlainSelect
            label={t('names.roleProperty')}
            value={roleProperty}
            empty={t('names.roleEmpty')}
            isInvalid={isTried && isRoleless}
            options={roles.map(({ code, label }) => ({ value: code, label }))}
            onChoose={(code) => change({ roleProperty: code })}
          />
        </div>
      )}
      <ChainEditor chain={chain} onChange={(links) => change({ chain: links })} />
      <FormFoot
        label={t('names.save', { count: taken.length })}
        isSaving={isSaving}
        isLost={isLost}
        missing={isTried && isRoleless ? t('names.roleMissing') : undefined}
        done={undefined}
        onClose={onClose}
        onDiscard={isBegun ? discard : undefined}
      />
    </form>
  );
}

// The name in the row that a problem belongs to, and the field of it.
function beforeOf(
  field: string | undefined,
  rows: readonly NameRow[],
  t: ReturnType<typeof useT<'coding'>>,
): string {
  const [, index = '', part = ''] = /^(\d+)\.(\w+)/.exec(field ?? '') ?? [];
  const row = index === '' ? undefined : rows[Number(index)];
  if (row === undefined) return '';
  const label = part === 'occupation' ? `${row.name} – ${t('names.occupationShort')}` : row.name;
  return t('field.before', { label });
}
