import { data, Link, redirect, useActionData } from 'react-router';
import * as z from 'zod';
import { changeDomains, listDomains } from '#letters';
import {
  parseForm,
  PageForm,
  refusalToProblems,
  SubmitButton,
  TextArea,
} from '../../forms/index.ts';
import { useT } from '../../messages/catalogs.ts';
import type { PageHandle } from '../../page-handle.ts';
import { deciderRequest } from './letter-request.ts';
import type { Route } from './+types/domains.ts';
import '../entity/entity.css';

export const handle: PageHandle = { hydrate: true, messages: ['invite'] };

export async function loader({ params, context }: Route.LoaderArgs) {
  const { actor, house, letter } = await deciderRequest(context, params.uid);
  const domains = await listDomains(house.db, actor, letter.uid);
  const lines = domains.map(({ affiliation, domain }) => `${affiliation} = ${domain}`);
  return { uid: letter.uid, name: letter.name, lines: lines.join('\n') };
}

const posted = z.object({ domains: z.string().max(100_000) });

export async function action({ request, params, context }: Route.ActionArgs) {
  const { actor, house, letter } = await deciderRequest(context, params.uid);
  const form = await parseForm(request, posted);
  if (!form.ok) return data(form.state, { status: 422 });
  try {
    await house.db
      .transaction()
      .execute((tx) => changeDomains(tx, actor, letter.uid, form.values.domains));
    return redirect(`/desk/letters/${letter.uid}/domains`, 303);
  } catch (error) {
    return data({ ...form.state, problems: refusalToProblems(error) }, { status: 422 });
  }
}

/** At which domains the organisations of signers have their mailboxes. */
export default function Domains({ loaderData: { uid, name, lines } }: Route.ComponentProps) {
  const t = useT('invite');
  const state = useActionData<typeof action>();
  return (
    <article className="case-file">
      <title>{t('domains')}</title>
      <header className="page-head">
        <div>
          <p className="eyebrow">
            <Link to={`/desk/letters/${uid}/signing`}>
              <bdi>{name}</bdi>
            </Link>
          </p>
          <h1>{t('domains')}</h1>
        </div>
      </header>
      <p>{t('domains.means')}</p>
      <PageForm id="domains" state={state} area="invite" labels={{ domains: t('domains.lines') }}>
        <TextArea
          name="domains"
          rows={10}
          dir="auto"
          hint={t('domains.hint')}
          defaultValue={lines}
        />
        <SubmitButton>{t('settings.save')}</SubmitButton>
      </PageForm>
    </article>
  );
}
