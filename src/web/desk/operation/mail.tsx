import { data, Form, useActionData } from 'react-router';
import { writeAudit } from '#accounts';
import { listOutbox, readOutboxMail } from '#platform/mail';
import { Notice, Tag } from '../../components/index.ts';
import { useT } from '../../messages/catalogs.ts';
import { readForm } from '../../forms/index.ts';
import { notFound } from '../../not-found.ts';
import type { PageHandle } from '../../page-handle.ts';
import { momentWords } from '../claims/moment-words.ts';
import { uidParam } from '../desk-request.ts';
import { CopyLine } from '../log/copy-line.tsx';
import { OperationTabs } from './operation-tabs.tsx';
import { operatorRequest } from './operator-request.ts';
import type { Route } from './+types/mail.ts';

export const handle: PageHandle = { hydrate: true, messages: ['record', 'log'] };

export async function loader({ context }: Route.LoaderArgs) {
  const { locale, house } = operatorRequest(context);
  const mails = await listOutbox(house.db, new Date());
  return {
    mails: mails.map((mail) => ({
      ...mail,
      createdAt: momentWords(mail.createdAt, locale),
      expiresAt: momentWords(mail.expiresAt, locale),
      wasRead: mail.readAt !== null,
    })),
  };
}

/** Reading one is a post: it is noted, and nobody opens a one-time link by passing over it. */
export async function action({ request, context }: Route.ActionArgs) {
  const { actor, house } = operatorRequest(context);
  const asked = (await readForm(request)).get('mail');
  const uid = uidParam(typeof asked === 'string' ? asked : undefined);
  const mail = await house.db.transaction().execute(async (tx) => {
    const found = await readOutboxMail(tx, uid, new Date());
    if (found !== undefined) {
      await writeAudit(tx, { accountId: actor.accountId, action: 'mail.read', subject: uid });
    }
    return found;
  });
  if (mail === undefined) notFound();
  const { to, subject, text, readAt } = mail;
  const [link] = /https?:\/\/\S+/.exec(text) ?? [];
  const wasRead = readAt !== null;
  return data(
    { uid, to, subject, text, link, wasRead },
    { headers: { 'Cache-Control': 'no-store' } },
  );
}

/** Mail that waits to be handed over by hand, because no mail server is set. */
export default function Mail({ loaderData }: Route.ComponentProps) {
  const t = useT('record');
  const opened = useActionData<typeof action>();
  const { mails } = loaderData;
  return (
    <>
      <OperationTabs current="mail" />
      <Notice>
        <p>{t('operation.outboxHint')}</p>
      </Notice>
      {mails.length === 0 && <p className="muted">{t('operation.outboxEmpty')}</p>}
      <ul className="ruled-list">
        {mails.map((mail) => (
          <li key={mail.uid} className="stack-tight">
            <div className="row row-apart">
              <span>
                <bdi>{mail.subject}</bdi> · <bdi>{mail.to}</bdi> · {mail.createdAt} ·{' '}
                {t('operation.expires')} {mail.expiresAt}{' '}
                {opened?.uid === mail.uid && !opened.wasRead ? (
                  <Tag>{t('operation.readNow')}</Tag>
                ) : (
                  mail.wasRead && <Tag>{t('operation.wasRead')}</Tag>
                )}
              </span>
              <Form method="post">
                <button type="submit" className="button" name="mail" value={mail.uid}>
                  {t('operation.read')}
                </button>
              </Form>
            </div>
            {opened?.uid === mail.uid && (
              <>
                <pre className="mail-text" dir="auto">
                  {opened.text}
                </pre>
                {opened.link !== undefined && (
                  <CopyLine label={t('operation.mailLink')} text={opened.link} />
                )}
              </>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}
