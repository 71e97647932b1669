import { Link } from 'react-router';
import { listLetters } from '#letters';
import { EmptyState, TableFrame, Tag } from '../../components/index.ts';
import { useT } from '../../messages/catalogs.ts';
import type { PageHandle } from '../../page-handle.ts';
import { momentWords } from '../claims/moment-words.ts';
import { writerRequest } from './letter-request.ts';
import type { Route } from './+types/letters.ts';
import './letters.css';

export const handle: PageHandle = { hydrate: true, messages: ['letters'] };

export async function loader({ context }: Route.LoaderArgs) {
  const { actor, locale, house } = writerRequest(context);
  const letters = await listLetters(house.db, actor);
  return letters.map((letter) => ({
    ...letter,
    changedAt: momentWords(letter.changedAt, locale),
  }));
}

/** Letters in work and out in the world, the last changed first. */
export default function Letters({ loaderData: letters }: Route.ComponentProps) {
  const t = useT('letters');
  return (
    <>
      <title>{t('list.title')}</title>
      <div className="page-head">
        <h1>{t('list.title')}</h1>
        <Link className="button button-primary" to="/desk/letters/new">
          {t('new.title')}
        </Link>
      </div>
      {letters.length === 0 ? (
        <EmptyState title={t('list.empty')}>{t('list.emptyAdvice')}</EmptyState>
      ) : (
        <TableFrame label={t('list.title')}>
          <table className="table letters-table">
            <thead>
              <tr>
                <th scope="col">{t('list.name')}</th>
                <th scope="col" className="letters-more">
                  {t('kind')}
                </th>
                <th scope="col">{t('state')}</th>
                <th scope="col" className="letters-more">
                  {t('list.version')}
                </th>
                <th scope="col">{t('list.changed')}</th>
              </tr>
            </thead>
            <tbody>
              {letters.map((letter) => (
                <tr key={letter.uid}>
                  <th scope="row">
                    <Link dir="auto" to={`/desk/letters/${letter.uid}`}>
                      {letter.name}
                    </Link>
                  </th>
                  <td className="letters-more">{t(`kind.${letter.kind}`)}</td>
                  <td>
                    <Tag>{t(`state.${letter.state}`)}</Tag>{' '}
                    {letter.waits.length > 0 && <Tag tone="accent">{t('waits')}</Tag>}
                  </td>
                  <td className="letters-more">
                    {letter.version === 0 ? '–' : t('version', { number: letter.version })}
                  </td>
                  <td>{letter.changedAt}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableFrame>
      )}
    </>
  );
}
