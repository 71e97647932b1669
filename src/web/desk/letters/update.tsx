import { useActionData } from 'react-router';
import * as z from 'zod';
import { may } from '#accounts';
import { countRecipients, decideUpdate, letterTitles, listUpdates, stopUpdate } from '#letters';
import { pageContext } from '#web/context';
import { Tag } from '../../components/index.ts';
import { handleForm, optionalText, PageForm, SubmitButton } from '../../forms/index.ts';
import { useT } from '../../messages/catalogs.ts';
import { notFound } from '../../not-found.ts';
import type { PageHandle } from '../../page-handle.ts';
import { momentWords } from '../claims/moment-words.ts';
import { languageName } from '../language-name.ts';
import { textDirection } from '#platform/languages';
import { LetterHead } from './letter-head.tsx';
import { letterRequest } from './letter-request.ts';
import { updateMails } from './update-mails.ts';
import { VerdictFields } from './verdict-fields.tsx';
import type { Route } from './+types/update.ts';
import '../entity/entity.css';
import './letters.css';

export const handle: PageHandle = { hydrate: true, messages: ['course'] };

async function updateRequest({ params, context }: Pick<Route.LoaderArgs, 'params' | 'context'>) {
  const request = await letterRequest(context, params.uid);
  const { actor, house, letter } = request;
  const update = (await listUpdates(house.db, actor, letter.uid)).find(
    ({ uid }) => uid === params.update,
  );
  if (update === undefined) notFound();
  const { publicUrl } = house.signIn;
  const publisher = context.get(pageContext).instance.name;
  const titles = await letterTitles(house.db, actor, letter.uid);
  const mails = updateMails(letter, update, titles, { publicUrl, publisher });
  return { ...request, update, mails };
}

export async function loader(args: Route.LoaderArgs) {
  const { actor, house, locale, letter, update, mails } = await updateRequest(args);
  const isMine = update.authorUid === actor.uid;
  const { uid, state, mailed, createdAt, author, comment, kind } = update;
  return {
    letter: { uid: letter.uid, name: letter.name },
    ...{ uid, state, mailed, author, comment, isMine },
    at: momentWords(createdAt, locale),
    mayDecide: may(actor, 'letter.decide') && (!isMine || house.singlePerson),
    count: state === 'proposed' ? await countRecipients(house.db, actor, letter.uid, kind) : mailed,
    mails: Object.entries(mails).map(([code, { subject, text }]) => ({
      ...{ code, subject, text, language: languageName(code, locale) },
      direction: textDirection(code),
    })),
  };
}

const posted = z.object({
  do: z.enum(['approve', 'refuse', 'stop']),
  comment: optionalText(5_000),
});

export async function action({ request, ...args }: Route.ActionArgs) {
  const { actor, house, letter, update, mails } = await updateRequest(args);
  const which = { letter: letter.uid, update: update.uid };
  return handleForm(request, posted, async ({ do: button, comment = '' }) => {
    const now = new Date();
    await house.db.transaction().execute(async (tx) => {
      if (button === 'stop') return stopUpdate(tx, actor, which, now);
      const { singlePerson } = house;
      const verdict = { approve: button === 'approve', comment, mails, singlePerson };
      return decideUpdate(tx, actor, which, verdict, now);
    });
    return `/desk/letters/${letter.uid}/updates/${update.uid}`;
  });
}

/** One mail to those who signed: read by somebody else before it is sent. */
export default function Update({ loaderData: update }: Route.ComponentProps) {
  const t = useT('course');
  const answer = useActionData<typeof action>();
  const { letter, state, isMine, mayDecide, count, mails } = update;
  return (
    <article className="case-file">
      <LetterHead
        {...{ uid: letter.uid, name: letter.name, title: t('updates') }}
        to={`/desk/letters/${letter.uid}/updates`}
      />
      <p>
        <Tag tone={state === 'proposed' ? 'accent' : 'plain'}>{t(`updates.state.${state}`)}</Tag>{' '}
        <span className="muted">
          {update.at} · <bdi>{update.author}</bdi>
        </span>
      </p>
      <p>{t(state === 'proposed' ? 'updates.recipients' : 'updates.mailed', { count })}</p>
      {update.comment !== '' && <p dir="auto">{update.comment}</p>}
      {mails.map(({ code, language, subject, text, direction }) => (
        <section key={code} className="record-section">
          <h2>{t('updates.preview', { language })}</h2>
          <p lang={code} dir={direction}>
            <strong>{subject}</strong>
          </p>
          <pre className="update-mail" lang={code} dir={direction}>
            {text}
          </pre>
        </section>
      ))}
      {state === 'proposed' && isMine && !mayDecide && <p>{t('updates.own')}</p>}
      {state === 'proposed' && mayDecide && (
        <PageForm id="verdict" state={answer} area="course">
          <VerdictFields
            words={{
              ...{ comment: t('updates.comment'), commentWhen: t('updates.commentWhen') },
              ...{ approve: t('updates.approve'), refuse: t('updates.refuse') },
            }}
            rows={2}
          />
        </PageForm>
      )}
      {state === 'sending' && (
        <PageForm id="stop" state={answer} area="course">
          <input type="hidden" name="do" value="stop" />
          <SubmitButton look="danger">{t('updates.stop')}</SubmitButton>
        </PageForm>
      )}
    </article>
  );
}
