import { Link } from 'react-router';
import * as z from 'zod';
import { listOutbox, readOutboxMail } from '#platform/mail';
import { ago } from '../../account/ago.ts';
import { answerForm } from '../../account/answer-form.ts';
import { EmptyState, Icon, Tag } from '../../components/index.ts';
import { PageForm, SubmitButton } from '../../forms/index.ts';
import { useT } from '../../messages/catalogs.ts';
import { notFound } from '../../not-found.ts';
import type { PageHandle } from '../../page-handle.ts';
import { managerRequest } from './manager.ts';
import type { Route } from './+types/outbox.ts';

export const handle: PageHandle = { hydrate: true, messages: ['account', 'accounts'] };

export async function loader({ context }: Route.LoaderArgs) {
  const { locale, house } = managerRequest(context);
  const now = house.signIn.nowMs();
  const mails = await listOutbox(house.db, new Date(now));
  return {
    mails: mails.map(({ uid, to, subject, createdAt, readAt }) => ({
      uid,
      to,
      subject,
      when: ago(createdAt, now, locale),
      isRead: readAt !== null,
    })),
  };
}

// Reading is noted, and a GET changes nothing: so the text comes as the answer to a form.
export function action({ request, context }: Route.ActionArgs) {
  const { house } = managerRequest(context);
  const typed = z.object({ uid: z.uuid() });
  return answerForm(request, typed, async ({ uid }) => {
    const now = new Date(house.signIn.nowMs());
    const mail = await house.db.transaction().execute(async (tx) => readOutboxMail(tx, uid, now));
    return mail === undefined ? notFound() : { uid, text: mail.text };
  });
}

/** Mail that waits for the operator to hand it over, because no mail server is set up. */
export default function Outbox({ loaderData, actionData }: Route.ComponentProps) {
  const t = useT('account');
  const { mails } = loaderData;
  const open = actionData !== undefined && 'text' in actionData ? actionData : undefined;
  return (
    <>
      <title>{t('outbox.title')}</title>
      <p className="back">
        <Link to="/desk/people">
          <Icon name="previous" /> {t('people.title')}
        </Link>
      </p>
      <h1>{t('outbox.title')}</h1>
      <p className="muted">{t('outbox.lead')}</p>
      {mails.length === 0 && (
        <EmptyState title={t('outbox.empty')}>{t('outbox.emptyAdvice')}</EmptyState>
      )}
      <ul className="ruled-list">
        {mails.map((mail) => (
          <li key={mail.uid} className="stack-tight">
            <div className="row row-apart">
              <span>
                <strong>
                  <bdi>{mail.subject}</bdi>
                </strong>{' '}
                <bdi dir="ltr">{mail.to}</bdi> <span className="muted">{mail.when}</span>{' '}
                {!mail.isRead && <Tag tone="accent">{t('outbox.unread')}</Tag>}
              </span>
              <PageForm id={`read-${mail.uid}`} state={undefined} className="">
                <input type="hidden" name="uid" value={mail.uid} />
                <SubmitButton look="plain">
                  {t('outbox.read')}
                  <span className="visually-hidden"> {mail.subject}</span>
                </SubmitButton>
              </PageForm>
            </div>
            {open?.uid === mail.uid && (
              <pre className="mail-text" dir="auto">
                {open.text}
              </pre>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}
