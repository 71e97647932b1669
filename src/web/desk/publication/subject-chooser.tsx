import { useRef, useState } from 'react';
import { Field } from '../../forms/index.ts';
import { useT } from '../../messages/catalogs.ts';
import { Finder } from '../finder/finder.tsx';
import { useFound } from '../finder/use-found.ts';
import { useHydrated } from '../use-hydrated.ts';
import type { Draft, NamedEntity } from './draft.ts';

/** Step one: who and what is published. */
export function SubjectChooser({
  draft,
  found,
}: {
  readonly draft: Draft;
  readonly found: readonly NamedEntity[];
}) {
  const t = useT('record');
  const { subjects, missing } = draft;
  return (
    <section className="stack-tight">
      <h2>{t('publication.subjects')}</h2>
      {subjects.length === 0 && <p className="muted">{t('publication.noSubjects')}</p>}
      <ul className="named">
        {subjects.map((subject) => (
          <li key={subject.uid}>
            <input type="hidden" name="subjects" value={subject.uid} />
            <bdi>{subject.text}</bdi>
            <button
              type="submit"
              className="button button-quiet"
              name="do"
              value={`drop:${subject.uid}`}
              aria-label={t('publication.drop', { name: subject.text })}
            >
              {t('action.remove')}
            </button>
          </li>
        ))}
      </ul>
      {missing.length > 0 && (
        <div className="missing stack-tight">
          <p>{t('publication.missing', { n: missing.length })}</p>
          <ul className="named">
            {missing.map((entity) => (
              <li key={entity.uid}>
                <bdi>{entity.text}</bdi>
                <button
                  type="submit"
                  className="button button-quiet"
                  name="do"
                  value={`add:${entity.uid}`}
                  aria-label={t('publication.add', { name: entity.text })}
                >
                  {t('action.add')}
                </button>
              </li>
            ))}
          </ul>
          <button
            type="submit"
            className="button"
            name="do"
            value={`add:${missing.map(({ uid }) => uid).join(',')}`}
          >
            {t('publication.addAll', { n: missing.length })}
          </button>
        </div>
      )}
      <SubjectFinder found={found} />
    </section>
  );
}

/** Finds by name: while one types, or, without scripts, by asking the server. */
function SubjectFinder({ found }: { readonly found: readonly NamedEntity[] }) {
  const t = useT('record');
  const [typed, setTyped] = useState('');
  const { found: offered } = useFound('entities', typed);
  const adds = useRef<HTMLButtonElement>(null);
  if (useHydrated()) {
    return (
      <div className="find-row">
        <button ref={adds} type="submit" name="do" hidden aria-label={t('action.add')} />
        <Finder
          label={t('publication.find')}
          typed={typed}
          choices={offered}
          onType={setTyped}
          onChoose={(key) => {
            if (adds.current === null) return;
            setTyped('');
            adds.current.value = `add:${key}`;
            adds.current.click();
          }}
        />
      </div>
    );
  }
  return (
    <>
      <div className="row find-row">
        <Field name="find" label={t('publication.find')} type="search" width="medium" />
        <button type="submit" className="button" name="do" value="find">
          {t('action.search')}
        </button>
      </div>
      <ul className="named">
        {found.map((entity) => (
          <li key={entity.uid}>
            <bdi>{entity.text}</bdi>
            <button
              type="submit"
              className="button button-quiet"
              name="do"
              value={`add:${entity.uid}`}
              aria-label={t('publication.add', { name: entity.text })}
            >
              {t('action.add')}
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}
