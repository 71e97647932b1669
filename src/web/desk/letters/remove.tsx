import { Link, useActionData } from 'react-router';
import { proposeLetterRemoval } from '#letters';
import { Notice } from '../../components/index.ts';
import { handleForm, PageForm, SubmitButton } from '../../forms/index.ts';
import { useT } from '../../messages/catalogs.ts';
import { notFound } from '../../not-found.ts';
import type { PageHandle } from '../../page-handle.ts';
import { RemovalFields } from '../publication/removal-fields.tsx';
import { removalForm, removalReasons } from '../publication/removal-form.ts';
import { letterRequest } from './letter-request.ts';
import type { Route } from './+types/remove.ts';

export const handle: PageHandle = { hydrate: true, messages: ['letters', 'record'] };

export async function loader({ params, context }: Route.LoaderArgs) {
  const { locale, letter } = await letterRequest(context, params.uid);
  if (letter.publicVersion === 0) notFound();
  return { uid: letter.uid, name: letter.name, reasons: removalReasons(locale) };
}

export async function action({ request, params, context }: Route.ActionArgs) {
  const { actor, locale, house, letter } = await letterRequest(context, params.uid);
  return handleForm(request, removalForm(locale), async (values) => {
    const kind = 'remove' as const;
    const input = { ...values, kind, audience: 'public', basis: 'public-interest' };
    const decision = await house.db
      .transaction()
      .execute((tx) => proposeLetterRemoval(tx, actor, input, letter.uid));
    return `/desk/publications/${decision}`;
  });
}

/** Proposes to take a published letter back. */
export default function RemoveLetter({ loaderData }: Route.ComponentProps) {
  const t = useT('letters');
  const record = useT('record');
  const state = useActionData<typeof action>();
  const { uid, name, reasons } = loaderData;
  const title = record('removal.title', { name });
  return (
    <>
      <title>{title}</title>
      <header>
        <p className="eyebrow">
          <Link to={`/desk/letters/${uid}`}>
            <bdi>{name}</bdi>
          </Link>
        </p>
        <h1>{title}</h1>
      </header>
      <Notice tone="caution">
        <p>{t('remove.what')}</p>
      </Notice>
      <PageForm id="removal" state={state} area="record">
        <RemovalFields title={title} reasons={reasons} />
        <div>
          <SubmitButton look="danger">{record('removal.propose')}</SubmitButton>
        </div>
      </PageForm>
    </>
  );
}
