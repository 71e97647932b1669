import { Form, Link } from 'react-router';
import { searchSources } from '#evidence';
import {
  captionsByUid,
  findEntities,
  findUnnamed,
  kind,
  kindCodes,
  kinds,
  label,
  loadAddedTerms,
  type KindCode,
} from '#record';
import { EmptyState, Tag } from '../../components/index.ts';
import { useT } from '../../messages/catalogs.ts';
import type { PageHandle, Shortcut } from '../../page-handle.ts';
import { entityWords } from '../claims/claim-words.ts';
import { dayWords } from '../claims/moment-words.ts';
import { deskRequest } from '../desk-request.ts';
import { useSlashKey } from '../use-slash-key.ts';
import type { Route } from './+types/search.ts';
import '../claims/claims.css';
import './search.css';

const shortcuts: readonly Shortcut[] = [{ keys: '/', label: 'search.key', area: 'record' }];

export const handle: PageHandle = { hydrate: true, messages: ['record'], shortcuts };

export async function loader({ request, context }: Route.LoaderArgs) {
  const { actor, locale, house } = deskRequest(context);
  const query = new URL(request.url).searchParams;
  const typed = (query.get('q') ?? '').slice(0, 200);
  const only = query.get('kind') ?? '';
  const kindCode = kindCodes.find((code) => code === only);
  const wantsSources = only === '' || only === 'source';
  const added = await loadAddedTerms(house.db);
  const [named, unnamed, sources] = await Promise.all([
    only === 'source' ? [] : findEntities(house.db, actor, typed, findOptions(kindCode)),
    only === 'source' ? [] : findUnnamed(house.db, actor, typed, added, findOptions(kindCode)),
    wantsSources ? searchSources(house.db, actor, typed) : [],
  ]);
  const found = [...named, ...unnamed.map((one) => ({ ...one, name: '' }))];
  const uids = found.map((one) => one.uid);
  const captions = await captionsByUid(house.db, actor, uids, locale, added);
  return {
    typed,
    only: only === 'source' ? 'source' : (kindCode ?? ''),
    kinds: kinds.map((one) => ({ code: one.code, label: label(one, locale) })),
    entities: found.map((one) => {
      const text = captions.get(one.uid)?.text ?? one.name;
      return {
        ...entityWords({ ...one, text }, locale),
        kindLabel: kindLabelOf(one.kind, locale),
        // The name that matched, where it is another than the caption.
        matched: text === one.name || one.name === '' ? undefined : one.name,
      };
    }),
    sources: sources.map((source) => ({
      ...source,
      published: source.published === null ? undefined : dayWords(source.published, locale),
    })),
  };
}

function findOptions(kindCode: KindCode | undefined) {
  return { limit: 30, ...(kindCode !== undefined && { kinds: [kindCode] }) };
}

function kindLabelOf(code: string, locale: string): string {
  const known = kind(code);
  return known === undefined ? code : label(known, locale);
}

/** Finds people, works, events by name, and sources by what they say. */
export default function Search({ loaderData }: Route.ComponentProps) {
  const t = useT('record');
  const { typed, only, kinds: all, entities, sources } = loaderData;
  useSlashKey('search-q');
  return (
    <>
      <title>{typed === '' ? t('search.title') : `${typed} – ${t('search.title')}`}</title>
      <h1>{t('search.title')}</h1>
      <search>
        <Form className="filters">
          <label className="search-q">
            {t('search.q')}
            <input
              key={typed}
              id="search-q"
              type="search"
              name="q"
              className="input"
              dir="auto"
              defaultValue={typed}
            />
          </label>
          <label>
            {t('search.kind')}{' '}
            <select key={only} name="kind" className="input" defaultValue={only}>
              <option value="">{t('filter.all')}</option>
              <option value="source">{t('search.sources')}</option>
              {all.map(({ code, label: name }) => (
                <option key={code} value={code}>
                  {name}
                </option>
              ))}
            </select>
          </label>
          <button type="submit" className="button button-primary">
            {t('action.search')}
          </button>
        </Form>
      </search>
      {typed === '' && <p className="muted">{t('search.hint')}</p>}
      {typed !== '' && entities.length + sources.length === 0 && (
        <EmptyState title={t('search.nothing')}>{t('search.nothingAdvice')}</EmptyState>
      )}
      {entities.length > 0 && (
        <section>
          <h2>{t('search.names', { n: entities.length })}</h2>
          <ul className="ruled-list">
            {entities.map((entity) => (
              <li key={entity.uid} className="row">
                <Link to={`/desk/entities/${entity.uid}`}>
                  <bdi>{entity.text}</bdi>
                </Link>
                <Tag>{entity.kindLabel}</Tag>
                {entity.matched !== undefined && (
                  <span className="muted">
                    <bdi>{entity.matched}</bdi>
                  </span>
                )}
              </li>
            ))}
          </ul>
        </section>
      )}
      {sources.length > 0 && <FoundSources sources={sources} />}
    </>
  );
}

type Sources = Awaited<ReturnType<typeof loader>>['sources'];

function FoundSources({ sources }: { readonly sources: Sources }) {
  const t = useT('record');
  return (
    <section>
      <h2>{t('search.texts', { n: sources.length })}</h2>
      <ul className="ruled-list">
        {sources.map((source) => (
          <li key={source.uid} className="stack-tight">
            <p>
              <Link to={`/desk/sources/${source.uid}`}>
                <bdi>{source.title}</bdi>
              </Link>{' '}
              <span className="small muted">
                <bdi>{source.publisher}</bdi> {source.published}
              </span>
            </p>
            {source.snippet.length > 0 && (
              <p
                className="snippet"
                dir="auto"
                {...(source.language !== null && { lang: source.language })}
              >
                {source.snippet.map((part, index) =>
                  // oxlint-disable-next-line react/no-array-index-key
                  part.hit ? (
                    <mark key={index}>{part.text}</mark>
                  ) : (
                    <span key={index}>{part.text}</span>
                  ),
                )}
              </p>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
