import * as z from 'zod';
import { listDead, listJobs } from '#platform/jobs';
import { Pager, TableFrame } from '../../components/index.ts';
import { handleForm } from '../../forms/index.ts';
import { useT } from '../../messages/catalogs.ts';
import type { PageHandle } from '../../page-handle.ts';
import { momentWords } from '../claims/moment-words.ts';
import { OperationTabs } from './operation-tabs.tsx';
import { operatorRequest } from './operator-request.ts';
import type { Route } from './+types/jobs.ts';

export const handle: PageHandle = { hydrate: true, messages: ['record'] };

const pageLength = 50;

export async function loader({ request, context }: Route.LoaderArgs) {
  const { locale, house } = operatorRequest(context);
  const [queues, dead] = await Promise.all([
    listJobs(house.db),
    listDead(house.db, pageLength, new URL(request.url).searchParams.get('at') ?? ''),
  ]);
  return {
    queues: queues.map(({ waitingSince: _, ...queue }) => queue),
    previous: dead.previous,
    next: dead.next,
    dead: dead.rows.map((job) => ({ ...job, givenUpAt: momentWords(job.givenUpAt, locale) })),
  };
}

export function action({ request, context }: Route.ActionArgs) {
  const { house } = operatorRequest(context);
  return handleForm(request, z.object({ job: z.uuid() }), async ({ job }) => {
    await house.jobs.retryDead(job);
    return '/desk/operation';
  });
}

/** What the machine does in the background: waiting, failed, given up. */
export default function Jobs({ loaderData }: Route.ComponentProps) {
  const t = useT('record');
  const { queues, dead } = loaderData;
  const addressOf = (at?: string) => at && `?${new URLSearchParams({ at })}`;
  return (
    <>
      <OperationTabs current="jobs" />
      {queues.length === 0 ? (
        <p className="muted">{t('operation.noJobs')}</p>
      ) : (
        <TableFrame label={t('operation.jobs')}>
          <table className="table">
            <thead>
              <tr>
                <th scope="col">{t('operation.queue')}</th>
                {(['waiting', 'active', 'failed', 'dead'] as const).map((state) => (
                  <th key={state} scope="col" className="table-number">
                    {t(`operation.${state}`)}
                  </th>
                ))}
                <th scope="col">{t('operation.lastCode')}</th>
              </tr>
            </thead>
            <tbody>
              {queues.map((queue) => (
                <tr key={queue.name}>
                  <td>
                    <JobName name={queue.name} />
                  </td>
                  {[queue.waiting, queue.active, queue.failed, queue.dead].map((n, index) => (
                    // oxlint-disable-next-line react/no-array-index-key
                    <td key={index} className="table-number">
                      {t('place.number', { n })}
                    </td>
                  ))}
                  <td>{queue.lastCode !== undefined && <JobCode code={queue.lastCode} />}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableFrame>
      )}
      <h2>{t('operation.deadTitle')}</h2>
      {dead.length === 0 && <p className="muted">{t('operation.noDead')}</p>}
      <ul className="ruled-list">
        {dead.map((job) => (
          <li key={job.id} className="row row-apart">
            <span>
              <JobName name={job.queue} />
              <span className="small muted">
                <JobCode code={job.code} />
                {'\u{A0}· '}
                {job.givenUpAt}
                {'\u{A0}· '}
                {t('operation.attempts', { n: job.attempts })}
              </span>
            </span>
            <form method="post">
              <button type="submit" className="button" name="job" value={job.id}>
                {t('operation.retry')}
              </button>
            </form>
          </li>
        ))}
      </ul>
      <Pager previous={addressOf(loaderData.previous)} next={addressOf(loaderData.next)} />
    </>
  );
}

/** What is done, and the name it has in the program's log. */
function JobName({ name }: { readonly name: string }) {
  const t = useT('record');
  const key = `job.${name}`;
  return (
    <>
      {t.has(key) && (
        <>
          {t(key)}
          <br />
        </>
      )}
      <bdi className="code muted">{name}</bdi>{' '}
    </>
  );
}

function JobCode({ code }: { readonly code: string }) {
  const t = useT('record');
  const key = `job.code.${code}`;
  return t.has(key) ? t(key) : <bdi className="code">{code}</bdi>;
}
