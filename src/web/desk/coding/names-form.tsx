import { useState } from 'react';
import { codePointOffset, withoutInvisible } from '#platform/languages';
import type { KindCode } from '#record';
import { useT } from '../../messages/catalogs.ts';
import { useTerms } from '../finder/use-found.ts';
import { ChainEditor } from './chain-editor.tsx';
import { useCoding } from './coding-context.tsx';
import { toChain, toChoice, type DraftLink, type Picked } from './draft.ts';
import { wordsNaming } from './find-quote.ts';
import { FormFoot } from './form-foot.tsx';
import { FormProblems } from './form-problems.tsx';
import { NameLine, type NameRow } from './name-line.tsx';
import { EntityPicker } from './pickers.tsx';
import type { NamesRequestInput } from './requests.ts';
import type { SelectedWords } from './selected-words.ts';
import type { Stretch } from './sentences.ts';
import { looksLikeName, splitNames } from './split-names.ts';
import { useSave } from './use-save.ts';
import { PlainSelect } from './value-field.tsx';

/** A list of names as a table, each row with its own words. */
export function NamesForm({
  words,
  onClose,
}: {
  readonly words: SelectedWords;
  readonly onClose: () => void;
}) {
  const t = useT('coding');
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
        roleProperty !== '' && {
          role: {
            entity: toChoice(role),
            property: roleProperty,
            ...wordsNaming(layer.text, role.text, {
              start: codePointOffset(layer.text, words.stretch.start),
              end: codePointOffset(layer.text, words.stretch.end),
            }),
          },
        }),
    };
    if (taken.length > 0) save({ form: 'names', request: JSON.stringify(request) });
  };
  const change = (index: number, part: Partial<NameRow>) =>
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
      <FormProblems problems={problems} before={({ field }) => beforeOf(field, taken, t)} />
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
      <ol className="names">
        {rows.map((row, index) => (
          <NameLine
            key={row.stretch.start}
            row={row}
            kind={kind}
            occupations={kind === 'person' ? occupations : undefined}
            onChange={(part) => change(index, part)}
          />
        ))}
      </ol>
      <EntityPicker
        key={`role ${role?.uid ?? role?.text}`}
        label={t('names.role')}
        hint={t('names.roleHint')}
        kinds={catalog.kinds.map(({ code }) => code)}
        picked={role}
        onPick={setRole}
      />
      {role !== undefined && (
        <div ref={inSight}>
          <PlainSelect
            label={t('names.roleProperty')}
            value={roleProperty}
            empty={t('names.roleEmpty')}
            options={roles.map(({ code, label }) => ({ value: code, label }))}
            onChoose={setRoleProperty}
          />
        </div>
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

function inSight(asked: HTMLElement | null): void {
  asked?.scrollIntoView({ block: 'nearest' });
}

function rowsOf(text: string, stretch: Stretch): NameRow[] {
  return splitNames(text, stretch).map((part) => ({
    stretch: part,
    name: withoutInvisible(text.slice(part.start, part.end)).replaceAll(/\s+/gu, ' '),
    isTaken: looksLikeName(text.slice(part.start, part.end)),
    entity: '',
    occupation: '',
  }));
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
