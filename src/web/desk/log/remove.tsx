import { Link } from 'react-router';
import * as z from 'zod';
import {
  listCountersigners,
  listWitnessedLogs,
  readQuorum,
  removeCountersigner,
  removeWitnessedLog,
} from '#log';
import type { Db } from '#platform/database';
import { Icon, Notice } from '../../components/index.ts';
import { PageForm, SubmitButton, handleForm } from '../../forms/index.ts';
import { useT } from '../../messages/catalogs.ts';
import { notFound } from '../../not-found.ts';
import type { PageHandle } from '../../page-handle.ts';
import { logRequest } from './log-request.ts';
import { nameOfLog } from './log-view.ts';
import type { Route } from './+types/remove.ts';

export const handle: PageHandle = { hydrate: true, messages: ['log', 'record'] };

/** What an address names: one who countersigns for us, or a log that we countersign. */
async function find(db: Db, uid: string | undefined) {
  const countersigners = await listCountersigners(db);
  const countersigner = countersigners.find((one) => one.uid === uid);
  if (countersigner !== undefined) {
    const isNeeded = (await readQuorum(db)) >= countersigners.length;
    return {
      what: 'countersigner',
      uid: countersigner.uid,
      name: countersigner.name,
      isNeeded,
    } as const;
  }
  const log = (await listWitnessedLogs(db)).find((one) => one.uid === uid) ?? notFound();
  return { what: 'witnessed', uid: log.uid, name: nameOfLog(log), isNeeded: false } as const;
}

export async function loader({ params, context }: Route.LoaderArgs) {
  const { house } = logRequest(context);
  return find(house.db, params.uid);
}

export async function action({ request, params, context }: Route.ActionArgs) {
  const { actor, house } = logRequest(context);
  const { what, uid } = await find(house.db, params.uid);
  const remove = what === 'countersigner' ? removeCountersigner : removeWitnessedLog;
  return handleForm(request, z.object({}), async () => {
    await house.db.transaction().execute((tx) => remove(tx, actor, uid));
    return '/desk/log?done=removed';
  });
}

/** Asks once more before somebody is taken off a list. */
export default function Remove({ loaderData, actionData }: Route.ComponentProps) {
  const t = useT('log');
  const { what, name, isNeeded } = loaderData;
  return (
    <>
      <title>{t(`remove.${what}`, { name })}</title>
      <p className="back">
        <Link to="/desk/log">
          <Icon name="previous" /> {t('desk.title')}
        </Link>
      </p>
      <h1>{t(`remove.${what}`, { name })}</h1>
      <p className="measure">{t(`remove.${what}.means`)}</p>
      {isNeeded && (
        <Notice tone="caution">
          <p>{t('remove.needed')}</p>
        </Notice>
      )}
      <PageForm id="remove" state={actionData} area="record">
        <div className="row">
          <SubmitButton look="danger">{t('remove')}</SubmitButton>
          <Link to="/desk/log">{t('remove.not')}</Link>
        </div>
      </PageForm>
    </>
  );
}
