import { useState } from 'react';
import { Icon } from '../../components/index.ts';
import { useT } from '../../messages/catalogs.ts';
import { Finder } from '../finder/finder.tsx';
import { useFound } from '../finder/use-found.ts';
import { useHydrated } from '../use-hydrated.ts';

/** A source as it is offered and chosen. */
export interface SourceChoice {
  readonly uid: string;
  readonly title: string;
}

/**
 * The sources through which one is known. Found by typing; without scripts chosen from the list of
 * those that changed last.
 */
export function ThroughField({
  chosen: first,
  recent,
  hint,
}: {
  readonly chosen: readonly SourceChoice[];
  readonly recent: readonly SourceChoice[];
  readonly hint: string;
}) {
  const t = useT('coding');
  const isHydrated = useHydrated();
  const [chosen, setChosen] = useState(first);
  const [typed, setTyped] = useState('');
  const { found } = useFound('sources', typed);
  if (!isHydrated) return <PlainThrough chosen={first} recent={recent} hint={hint} />;
  const choices = found.filter(({ key }) => !chosen.some(({ uid }) => uid === key));
  return (
    <div className="stack-tight">
      <Finder
        label={t('source.through')}
        hint={hint}
        typed={typed}
        choices={choices}
        onType={setTyped}
        onChoose={(key) => {
          const choice = choices.find((one) => one.key === key);
          if (choice !== undefined) setChosen([...chosen, { uid: key, title: choice.text }]);
          setTyped('');
        }}
      />
      <ul className="chosen-list">
        {chosen.map(({ uid, title }) => (
          <li key={uid} className="chosen">
            <input type="hidden" name="through" value={uid} />
            <bdi>{title}</bdi>
            <button
              type="button"
              className="button button-quiet"
              aria-label={t('action.removeOf', { what: title })}
              onClick={() => setChosen(chosen.filter((one) => one.uid !== uid))}
            >
              <Icon name="close" />
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

function PlainThrough({
  chosen,
  recent,
  hint,
}: {
  readonly chosen: readonly SourceChoice[];
  readonly recent: readonly SourceChoice[];
  readonly hint: string;
}) {
  const t = useT('coding');
  const all = new Map([...chosen, ...recent].map((source) => [source.uid, source]));
  return (
    <div className="field">
      <label htmlFor="through">{t('source.through')}</label>
      <p className="field-hint">{hint}</p>
      <select
        id="through"
        name="through"
        className="input"
        multiple
        size={4}
        defaultValue={chosen.map(({ uid }) => uid)}
      >
        {[...all.values()].map(({ uid, title }) => (
          <option key={uid} value={uid}>
            {title}
          </option>
        ))}
      </select>
    </div>
  );
}
