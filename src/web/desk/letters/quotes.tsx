import { useActionData } from 'react-router';
import * as z from 'zod';
import { chooseQuote, listQuotes, type ClearedQuote } from '#letters';
import { EmptyState, Pager, Tag } from '../../components/index.ts';
import { handleForm, PageForm, SubmitButton, type FormState } from '../../forms/index.ts';
import { useT } from '../../messages/catalogs.ts';
import type { PageHandle } from '../../page-handle.ts';
import { languageName } from '../language-name.ts';
import { LetterHead } from './letter-head.tsx';
import { deciderRequest } from './letter-request.ts';
import type { Route } from './+types/quotes.ts';
import '../entity/entity.css';
import './letters.css';

export const handle: PageHandle = { hydrate: true, messages: ['quote', 'sign'] };

export async function loader({ request, params, context }: Route.LoaderArgs) {
  const { actor, house, letter, locale } = await deciderRequest(context, params.uid);
  const after = z.uuid().safeParse(new URL(request.url).searchParams.get('after') ?? '').data;
  const { quotes, next } = await listQuotes(house.db, actor, letter.uid, after);
  return {
    ...{ uid: letter.uid, name: letter.name, next, isFirst: after === undefined },
    quotes: quotes.map((one) => ({ ...one, languageName: languageName(one.language, locale) })),
  };
}

const posted = z.object({ step: z.enum(['choose', 'drop']), quote: z.uuid() });

export async function action({ request, params, context }: Route.ActionArgs) {
  const { actor, house, letter } = await deciderRequest(context, params.uid);
  const { search } = new URL(request.url);
  return handleForm(request, posted, async ({ step, quote }) => {
    await house.db
      .transaction()
      .execute((tx) => chooseQuote(tx, actor, letter.uid, { quote, isChosen: step === 'choose' }));
    return `/desk/letters/${letter.uid}/quotes${search}`;
  });
}

/** Which words of signers readers see, of those that signers have cleared. */
export default function Quotes({ loaderData }: Route.ComponentProps) {
  const t = useT('quote');
  const state = useActionData<typeof action>();
  const { uid, name, quotes, next, isFirst } = loaderData;
  const path = `/desk/letters/${uid}/quotes`;
  return (
    <article className="case-file">
      <LetterHead
        uid={uid}
        name={name}
        title={t('desk.title')}
        to={`/desk/letters/${uid}/signing`}
      />
      <p className="section-note">{t('desk.means')}</p>
      {quotes.length === 0 ? (
        <EmptyState title={t('desk.none')}>{t('desk.none.advice')}</EmptyState>
      ) : (
        <ul className="plain-list spaced">
          {quotes.map((quote) => (
            <QuoteLine key={quote.uid} quote={quote} state={state} />
          ))}
        </ul>
      )}
      <Pager previous={isFirst ? undefined : path} next={next && `${path}?after=${next}`} />
    </article>
  );
}

function QuoteLine({
  quote: { uid, words, language, languageName: inLanguage, name, credit, verification, isChosen },
  state,
}: {
  readonly quote: ClearedQuote & { readonly languageName: string };
  readonly state: FormState | undefined;
}) {
  const t = useT('quote');
  const sign = useT('sign');
  return (
    <li className="stack-tight">
      <blockquote className="words" lang={language} dir="auto">
        {words}
      </blockquote>
      <p>
        <strong>
          <bdi>{name}</bdi>
        </strong>{' '}
        {credit !== '' && (
          <>
            · <bdi>{credit}</bdi>{' '}
          </>
        )}
        <span className="muted">
          · {sign(`verification.${verification}`)} · {inLanguage}
        </span>{' '}
        {isChosen && <Tag tone="accent">{t('desk.isChosen')}</Tag>}
      </p>
      <PageForm id={`quote-${uid}`} state={state} area="quote">
        <input type="hidden" name="step" value={isChosen ? 'drop' : 'choose'} />
        <input type="hidden" name="quote" value={uid} />
        <SubmitButton look="plain">{t(isChosen ? 'desk.drop' : 'desk.choose')}</SubmitButton>
      </PageForm>
    </li>
  );
}
