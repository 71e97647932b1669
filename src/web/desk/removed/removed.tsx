import { Link } from 'react-router';
import { may, teamScope } from '#accounts';
import { captionsByUid, label, loadAddedTerms, removedSubjects, term, tracesOf } from '#record';
import { EmptyState, Pager, TableFrame, Tag } from '../../components/index.ts';
import { useT } from '../../messages/catalogs.ts';
import { notFound } from '../../not-found.ts';
import type { PageHandle } from '../../page-handle.ts';
import { entityWords } from '../claims/claim-words.ts';
import { momentWords } from '../claims/moment-words.ts';
import { deskRequest } from '../desk-request.ts';
import { pageOf } from '../page-of.ts';
import { PublicationTabs } from '../publication/publication-tabs.tsx';
import type { Route } from './+types/removed.ts';

export const handle: PageHandle = { hydrate: true, messages: ['record', 'upkeep'] };

const pageLength = 20;

export async function loader({ request, context }: Route.LoaderArgs) {
  const { actor, locale, house } = deskRequest(context);
  if (!may(actor, 'desk.enter', { scopeId: teamScope })) notFound();
  const page = pageOf(new URL(request.url).searchParams);
  const { subjects, total } = await removedSubjects(house.db, actor, {
    limit: pageLength,
    offset: (page - 1) * pageLength,
  });
  const uids = subjects.map(({ uid }) => uid);
  const added = await loadAddedTerms(house.db);
  const [captions, traces] = await Promise.all([
    captionsByUid(house.db, actor, uids, locale, added),
    tracesOf(house.db, actor, uids),
  ]);
  return {
    page,
    total,
    subjects: subjects.map((subject) => {
      const { uid, kind, reasonClass, removedAt, erased } = subject;
      const reason = term('withdrawal-reasons', reasonClass);
      const open = traces.filter((trace) => trace.of === uid && trace.kept === null);
      return {
        ...entityWords({ uid, kind, text: captions.get(uid)?.text ?? '' }, locale),
        reason: reason === undefined ? reasonClass : label(reason, locale),
        removedAt: momentWords(removedAt, locale),
        erased,
        traces: open.length,
      };
    }),
  };
}

/** What was taken back from publication, where its name still stands, and what was erased of it. */
export default function Removed({ loaderData }: Route.ComponentProps) {
  const t = useT('upkeep');
  const record = useT('record');
  const { subjects, page, total } = loaderData;
  const pages = Math.ceil(total / pageLength);
  return (
    <>
      <title>{t('tab.removed')}</title>
      <div className="page-head">
        <h1>{record('publication.list')}</h1>
      </div>
      <PublicationTabs current="removed" />
      {subjects.length === 0 ? (
        <EmptyState title={t('removed.empty')}>{t('removed.emptyAdvice')}</EmptyState>
      ) : (
        <TableFrame label={t('tab.removed')}>
          <table className="table">
            <thead>
              <tr>
                <th scope="col">{t('removed.who')}</th>
                <th scope="col">{record('removal.reasonClass')}</th>
                <th scope="col">{t('removed.when')}</th>
                <th scope="col">{t('removed.left')}</th>
              </tr>
            </thead>
            <tbody>
              {subjects.map((subject) => (
                <tr key={subject.uid}>
                  <th scope="row">
                    <Link dir="auto" to={`/desk/publications/removed/${subject.uid}`}>
                      {subject.text}
                    </Link>
                  </th>
                  <td>{subject.reason}</td>
                  <td>{subject.removedAt}</td>
                  <td>
                    {subject.traces > 0 && (
                      <Tag tone="caution">{t('removed.traces', { n: subject.traces })}</Tag>
                    )}{' '}
                    {subject.erased !== null && <Tag>{t(`erasure.done.${subject.erased}`)}</Tag>}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableFrame>
      )}
      <Pager
        page={page}
        pages={pages}
        previous={page > 1 ? `/desk/publications/removed?page=${page - 1}` : undefined}
        next={page < pages ? `/desk/publications/removed?page=${page + 1}` : undefined}
      />
    </>
  );
}
