import { useActionData } from 'react-router';
import * as z from 'zod';
import { chooseSignature, listChoosable, type ChoosableSignature } from '#letters';
import { Tag } from '../../components/index.ts';
import { handleForm, PageForm, SubmitButton, type FormState } from '../../forms/index.ts';
import { useT } from '../../messages/catalogs.ts';
import type { PageHandle } from '../../page-handle.ts';
import { LetterHead } from './letter-head.tsx';
import { deciderRequest } from './letter-request.ts';
import type { Route } from './+types/first-lines.ts';
import '../entity/entity.css';
import './letters.css';

export const handle: PageHandle = { hydrate: true, messages: ['press'] };

export async function loader({ request, params, context }: Route.LoaderArgs) {
  const { actor, house, letter } = await deciderRequest(context, params.uid);
  const q = (new URL(request.url).searchParams.get('q') ?? '').trim().slice(0, 200);
  const [chosen, found] = await Promise.all([
    listChoosable(house.db, actor, letter.uid, ''),
    q === '' ? [] : listChoosable(house.db, actor, letter.uid, q),
  ]);
  return { uid: letter.uid, name: letter.name, q, chosen, found };
}

const posted = z.object({
  step: z.enum(['choose', 'drop']),
  signature: z.uuid(),
});

export async function action({ request, params, context }: Route.ActionArgs) {
  const { actor, house, letter } = await deciderRequest(context, params.uid);
  return handleForm(request, posted, async ({ step, signature }) => {
    await house.db
      .transaction()
      .execute((tx) =>
        chooseSignature(tx, actor, letter.uid, { signature, isChosen: step === 'choose' }),
      );
    return `/desk/letters/${letter.uid}/first-lines`;
  });
}

/** Which lines stand first on the public list. */
export default function FirstLines({ loaderData }: Route.ComponentProps) {
  const t = useT('press');
  const state = useActionData<typeof action>();
  const { uid, name, q, chosen, found } = loaderData;
  return (
    <article className="case-file">
      <LetterHead
        uid={uid}
        name={name}
        title={t('desk.title')}
        to={`/desk/letters/${uid}/signing`}
      />
      <p className="section-note">{t('desk.means')}</p>
      <section className="record-section">
        <h2>{t('desk.chosen')}</h2>
        {chosen.length === 0 ? <p>{t('desk.none')}</p> : <Lines lines={chosen} state={state} />}
      </section>
      <section className="record-section stack">
        <search>
          <form className="row">
            <label htmlFor="q">{t('desk.find')}</label>
            <input
              className="input input-medium"
              id="q"
              name="q"
              type="search"
              defaultValue={q}
              dir="auto"
            />
            <button className="button" type="submit">
              {t('action.search')}
            </button>
          </form>
        </search>
        {q !== '' && found.length === 0 && <p>{t('desk.nobody')}</p>}
        <Lines lines={found} state={state} />
      </section>
    </article>
  );
}

function Lines({
  lines,
  state,
}: {
  readonly lines: readonly ChoosableSignature[];
  readonly state: FormState | undefined;
}) {
  const t = useT('press');
  return (
    <ul className="plain-list stack-tight">
      {lines.map(({ uid, name, credit, chosen }) => (
        <li key={uid}>
          <PageForm id={`line-${uid}`} state={state} area="press" className="row">
            <strong>
              <bdi>{name}</bdi>
            </strong>
            <bdi>{credit}</bdi>
            {chosen && <Tag tone="accent">{t('desk.isChosen')}</Tag>}
            <input type="hidden" name="step" value={chosen ? 'drop' : 'choose'} />
            <input type="hidden" name="signature" value={uid} />
            <SubmitButton look="plain">{t(chosen ? 'desk.drop' : 'desk.choose')}</SubmitButton>
          </PageForm>
        </li>
      ))}
    </ul>
  );
}
