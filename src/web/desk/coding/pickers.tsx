import { useState, type ReactNode } from 'react';
import { foldForSearch } from '#platform/languages';
import type { KindCode } from '#record';
import { useT } from '../../messages/catalogs.ts';
import { ChosenField } from '../finder/chosen-field.tsx';
import { Finder, type Choice } from '../finder/finder.tsx';
import { useFound } from '../finder/use-found.ts';
import { useCoding } from './coding-context.tsx';
import type { Picked } from './draft.ts';

const mostShown = 60;

/** A value from a list that is filtered while one types; shown as chosen until it is taken away. */
export function ListPicker({
  label,
  hint,
  choices,
  chosen,
  first = '',
  takesFocus = false,
  elsewhere,
  onChoose,
}: {
  readonly label: ReactNode;
  readonly hint?: ReactNode;
  readonly choices: readonly Choice[];
  /** Key of the choice; empty for none. */
  readonly chosen: string;
  /** What stands in the field before anything is typed. */
  readonly first?: string;
  readonly takesFocus?: boolean;
  /** What is to be found in another list, said while its words are typed. */
  readonly elsewhere?: (typed: string) => string | undefined;
  readonly onChoose: (key: string) => void;
}) {
  const t = useT('coding');
  const [typed, setTyped] = useState(first);
  const [isChanging, setChanging] = useState(false);
  const current = choices.find(({ key }) => key === chosen);
  if (current !== undefined) {
    return (
      <ChosenField
        label={label}
        hint={hint}
        text={current.text}
        onClear={() => {
          setTyped('');
          setChanging(true);
          onChoose('');
        }}
      />
    );
  }
  const query = foldForSearch(typed);
  const fitting = choices.filter(({ text, detail = '', also = '' }) =>
    [text, detail, also].some((words) => foldForSearch(words).includes(query)),
  );
  // Nothing fits the words of the text: better what stands in them, or the whole list, than an empty one.
  const within = choices.filter(({ text }) => query.includes(foldForSearch(text)));
  const shown =
    fitting.length > 0 || typed !== first
      ? startsFirst(fitting, query)
      : [...within, ...choices.filter((choice) => !within.includes(choice))];
  return (
    <Finder
      label={label}
      hint={elsewhere?.(typed) ?? hint}
      typed={typed}
      choices={shown.slice(0, mostShown)}
      takesFocus={takesFocus || isChanging}
      nothing={t('pick.nothing')}
      onType={setTyped}
      onChoose={onChoose}
    />
  );
}

function startsFirst(choices: readonly Choice[], query: string): readonly Choice[] {
  const rank = ({ text }: Choice) => (foldForSearch(text).startsWith(query) ? 0 : 1);
  return choices.toSorted((a, b) => rank(a) - rank(b));
}

/** An entity: found by name, taken from those the source already speaks of, or made on the spot. */
export function EntityPicker({
  label,
  hint,
  kinds,
  picked,
  words = '',
  takesFocus = false,
  onPick,
}: {
  readonly label: ReactNode;
  readonly hint?: ReactNode;
  readonly kinds: readonly KindCode[];
  readonly picked: Picked | undefined;
  /** Words of the text that may be the name of somebody new. */
  readonly words?: string;
  readonly takesFocus?: boolean;
  readonly onPick: (picked: Picked | undefined) => void;
}) {
  const t = useT('coding');
  const { catalog, known } = useCoding();
  const [typed, setTyped] = useState('');
  const [isChanging, setChanging] = useState(false);
  const { found } = useFound('entities', typed, kinds.join(','));
  if (picked !== undefined) {
    const kindLabel = catalog.kinds.find(({ code }) => code === picked.kind)?.label ?? '';
    const detail = picked.uid === undefined ? t('pick.isNew', { kind: kindLabel }) : kindLabel;
    return (
      <ChosenField
        label={label}
        text={picked.text}
        detail={detail}
        onClear={() => {
          setTyped('');
          setChanging(true);
          onPick(undefined);
        }}
      />
    );
  }
  const query = foldForSearch(typed);
  const here = known.filter(
    ({ kind, text }) => kinds.includes(kind) && foldForSearch(text).includes(query),
  );
  const existing = new Map<string, Picked>(
    here.flatMap((one) => (one.uid === undefined ? [] : [[one.uid, one] as const])),
  );
  const offered = typed === '' ? [] : found;
  for (const { key, text, kind } of offered) {
    if (kind !== undefined) existing.set(key, { uid: key, kind, text });
  }
  const fresh = new Map<string, Picked>();
  const name = (typed.trim() === '' ? words : typed).trim().slice(0, 500);
  for (const { code, isNamed } of catalog.kinds) {
    if (!kinds.includes(code)) continue;
    if (!isNamed) fresh.set(`new:${code}`, { kind: code, text: '' });
    else if (name !== '') fresh.set(`new:${code}`, { kind: code, text: name });
  }
  const kindOf = (code: KindCode) =>
    catalog.kinds.find((entry) => entry.code === code)?.label ?? code;
  const choices: Choice[] = [
    ...here.flatMap(({ uid, text, kind }) =>
      uid === undefined || offered.some(({ key }) => key === uid)
        ? []
        : [{ key: uid, text, detail: kindOf(kind) }],
    ),
    ...offered,
    ...[...fresh].map(([key, { text, kind }]) => ({
      key,
      text:
        text === ''
          ? t('pick.newUnnamed', { kind: kindOf(kind) })
          : t('pick.new', { kind: kindOf(kind), name: text }),
    })),
  ];
  return (
    <Finder
      label={label}
      hint={hint}
      typed={typed}
      choices={choices}
      takesFocus={takesFocus || isChanging}
      onType={setTyped}
      onChoose={(key) => onPick(existing.get(key) ?? fresh.get(key))}
    />
  );
}
