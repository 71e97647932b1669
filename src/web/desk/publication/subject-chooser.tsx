import { useRef, useState } from 'react';
import { Notice, Tag } from '../../components/index.ts';
import { Field } from '../../forms/index.ts';
import { useT } from '../../messages/catalogs.ts';
import { Finder } from '../finder/finder.tsx';
import { useFound } from '../finder/use-found.ts';
import { useHydrated } from '../use-hydrated.ts';
import type { Draft, NamedEntity } from './draft.ts';
import { TakenBackTag } from './returning-list.tsx';

/** Step one: who and what is published. */
export function SubjectChooser({
  draft,
  found,
}: {
  readonly draft: Draft;
  readonly found: readonly NamedEntity[];
}) {
  const t = useT('record');
  const { subjects, missing, added, declined } = draft;
  // Somebody taken back comes back one at a time, by somebody who read why.
  const safe = missing.filter(({ takenBack }) => takenBack === undefined);
  return (
    <section className="stack-tight">
      <h2>{t('publication.subjects')}</h2>
      {subjects.length === 0 && <p className="muted">{t('publication.noSubjects')}</p>}
      <ul className="named">
        {subjects.map((subject) => (
          <li key={subject.uid}>
            <input type="hidden" name="subjects" value={subject.uid} />
            <bdi>{subject.text}</bdi>{' '}
            <Marks entity={subject} isAdded={added.includes(subject.uid)} />
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
      {added.length > 0 && (
        <Notice tone="caution" live>
          <p>{t('publication.alsoShown', { n: added.length })}</p>
        </Notice>
      )}
      {declined.length > 0 && (
        <div className="missing stack-tight">
          <p>{t('publication.declined', { n: declined.length })}</p>
          <ul className="named">
            {declined.map((entity) => (
              <Offered key={entity.uid} entity={entity} />
            ))}
          </ul>
        </div>
      )}
      {draft.declined.map(({ uid }) => (
        <input key={uid} type="hidden" name="declined" value={uid} />
      ))}
      {missing.length > 0 && (
        <div className="missing stack-tight">
          <p>{t('publication.missing', { n: missing.length })}</p>
          <ul className="named">
            {missing.map((entity) => (
              <Offered key={entity.uid} entity={entity} />
            ))}
          </ul>
          {safe.length > 0 && (
            <button
              type="submit"
              className="button"
              name="do"
              value={`add:${safe.map(({ uid }) => uid).join(',')}`}
            >
              {t('publication.addAll', { n: safe.length })}
            </button>
          )}
        </div>
      )}
      <SubjectFinder found={found} />
    </section>
  );
}

/** Somebody who may be added to the set. */
function Offered({ entity }: { readonly entity: NamedEntity }) {
  const t = useT('record');
  return (
    <li>
      <bdi>{entity.text}</bdi> <Marks entity={entity} />
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
  );
}

function Marks({
  entity,
  isAdded = false,
}: {
  readonly entity: NamedEntity;
  readonly isAdded?: boolean;
}) {
  const t = useT('record');
  return (
    <>
      {entity.takenBack !== undefined && <TakenBackTag takenBack={entity.takenBack} />}
      {isAdded && <Tag tone="caution">{t('publication.alsoTag')}</Tag>}
    </>
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
          <Offered key={entity.uid} entity={entity} />
        ))}
      </ul>
    </>
  );
}
