import * as z from 'zod';
import { addCountersigner, addWitnessedLog, setQuorum } from '#log';
import { pageContext } from '#web/context';
import { Link } from 'react-router';
import { Notice } from '../../components/index.ts';
import { handleForm, optionalText, text } from '../../forms/index.ts';
import { useT } from '../../messages/catalogs.ts';
import type { PageHandle } from '../../page-handle.ts';
import { CopyLine } from './copy-line.tsx';
import { Countersigners } from './countersigners.tsx';
import { logRequest } from './log-request.ts';
import { KeySuccession } from './key-succession.tsx';
import { LogStanding } from './log-standing.tsx';
import { LogTabs } from './log-tabs.tsx';
import { viewLog } from './log-view.ts';
import { WitnessedLogs } from './witnessed-logs.tsx';
import type { Route } from './+types/log.ts';
import './log.css';

export const handle: PageHandle = { hydrate: true, messages: ['log', 'record'] };

const done = ['countersigner', 'witnessed', 'quorum', 'removed'] as const;

export async function loader({ request, context }: Route.LoaderArgs) {
  const { locale, house } = logRequest(context);
  const { publicUrl } = context.get(pageContext).instance;
  const asked = new URL(request.url).searchParams.get('done');
  return {
    done: done.find((one) => one === asked),
    ...(await viewLog(house.db, {
      locale,
      publicUrl,
      countersignerKey: house.log.countersignerKey,
      now: new Date(),
    })),
  };
}

const line = text(2_000);
const forms = z.discriminatedUnion('form', [
  z.object({ form: z.literal('countersigner'), line, name: optionalText(200) }),
  z.object({ form: z.literal('witnessed'), line }),
  z.object({ form: z.literal('quorum'), quorum: z.coerce.number() }),
]);

export function action({ request, context }: Route.ActionArgs) {
  const { actor, house } = logRequest(context);
  return handleForm(request, forms, async (sent) => {
    await house.db.transaction().execute(async (tx) => {
      if (sent.form === 'countersigner') await addCountersigner(tx, actor, sent.line, sent.name);
      else if (sent.form === 'witnessed') await addWitnessedLog(tx, actor, sent.line);
      else await setQuorum(tx, actor, sent.quorum);
    });
    return `/desk/log?done=${sent.form}`;
  });
}

/** How the log stands, who countersigns it, and whose logs we countersign. */
export default function LogPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useT('log');
  const { alarms, own, policy } = loaderData;
  return (
    <>
      <LogTabs current="log" />
      {loaderData.done !== undefined && actionData === undefined && (
        <Notice tone="done" live>
          <p>{t(`done.${loaderData.done}`)}</p>
        </Notice>
      )}
      {alarms > 0 && (
        <Notice tone="problem">
          <p>{t('alarms.waiting', { n: alarms })}</p>
          <p>
            <Link to="/desk/log/alarms">{t('alarms.look')}</Link>
          </p>
        </Notice>
      )}
      <LogStanding {...loaderData} />
      <Countersigners {...loaderData} form={actionData} />
      <WitnessedLogs {...loaderData} form={actionData} />
      <section className="part log-part">
        <h2>{t('hand.title')}</h2>
        <p className="measure">{t('hand.lead')}</p>
        {own !== undefined && (
          <>
            <p className="copy-label">{t('key.spoken')}</p>
            <code className="code log-key" dir="ltr">
              {own.spoken}
            </code>
          </>
        )}
        <KeySuccession {...loaderData} />
        {policy !== undefined && (
          <details>
            <summary>{t('hand.policy')}</summary>
            <CopyLine label={t('hand.policyHint')} text={policy} />
          </details>
        )}
        <p>
          <a href="/log/policy">{t('hand.policyFile')}</a>
        </p>
      </section>
    </>
  );
}
