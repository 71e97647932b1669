import { data, redirect } from 'react-router';
import { listSources } from '#evidence';
import { Tabs } from '../../components/index.ts';
import { Checkbox, Field, PageForm, SubmitButton, TextArea } from '../../forms/index.ts';
import { useT } from '../../messages/catalogs.ts';
import type { PageHandle } from '../../page-handle.ts';
import { deskRequest } from '../desk-request.ts';
import { termOptions } from '../finder/find.ts';
import { useHydrated } from '../use-hydrated.ts';
import { AddResults } from './add-results.tsx';
import { AddressWarning } from './address-warning.tsx';
import { firstScope, sourceScopes } from './chosen-scope.ts';
import { FilesField } from './files-field.tsx';
import { ScopeField } from './scope-field.tsx';
import { SourceFields } from './source-fields.tsx';
import { submitSources, uploadLimits } from './submit-sources.ts';
import { ThroughField } from './through-field.tsx';
import { UploadProgress } from './upload-progress.tsx';
import { useUpload } from './use-upload.ts';
import { readWay, ways, type Way } from './way.ts';
import type { Route } from './+types/add-source.ts';
import '../finder/finder.css';
import './add-source.css';

export const handle: PageHandle = { hydrate: true, messages: ['coding'] };

const recentSources = 50;

export async function loader({ request, context }: Route.LoaderArgs) {
  const { actor, locale, house } = deskRequest(context);
  const [{ sources }, scopes] = await Promise.all([
    listSources(house.db, actor, { limit: recentSources }),
    sourceScopes(house.db, actor),
  ]);
  return {
    way: readWay(new URL(request.url).searchParams.get('way')),
    materials: termOptions('material-types', locale),
    reliabilities: termOptions('reliabilities', locale),
    recent: sources.map(({ uid, title }) => ({ uid, title })),
    scopes,
    scope: firstScope(scopes)?.value,
    ...uploadLimits,
  };
}

export async function action({ request, context }: Route.ActionArgs) {
  const submitted = await submitSources(request, deskRequest(context));
  if (submitted.to !== undefined) return redirect(submitted.to, 303);
  return data(submitted.refused, { status: 422 });
}

export default function AddSource({ loaderData, actionData }: Route.ComponentProps) {
  const t = useT('coding');
  const { way, materials, reliabilities, recent, scopes } = loaderData;
  const upload = useUpload(loaderData.fileBytes);
  const isHydrated = useHydrated();
  const answer = upload.refused ?? actionData;
  const typedThrough = answer?.typed['through'] ?? [];
  return (
    <>
      <title>{t('add.title')}</title>
      <h1>{t('add.title')}</h1>
      <Tabs
        label={t('add.ways')}
        tabs={ways.map((one) => ({
          to: `/desk/sources/new?way=${one}`,
          current: way === one,
          label: t(`add.way.${one}`),
        }))}
      />
      <PageForm
        key={way}
        id="add-source"
        area="coding"
        action={`/desk/sources/new?way=${way}`}
        state={answer}
        multipart={way === 'file'}
        onSubmit={isHydrated && way === 'file' ? upload.send : undefined}
        sending={upload.sending !== undefined}
        className="form form-wide"
      >
        {/* Enter in a field presses the first button of a form; that must be this one. */}
        <button type="submit" hidden aria-label={t('add.submit')} />
        <input type="hidden" name="way" value={way} />
        <AddResults outcome={answer?.outcome} way={way} />
        <AddressWarning secrets={answer?.secrets} />
        <WayFields way={way} />
        <SourceFields
          materials={materials}
          reliabilities={reliabilities}
          isTitleNeeded={way === 'unseen'}
        />
        {(way === 'text' || way === 'unseen') && (
          <Field
            name="address"
            label={t('source.address')}
            type="url"
            hint={t('source.addressHint')}
          />
        )}
        <ThroughField
          chosen={recent.filter(({ uid }) => typedThrough.includes(uid))}
          recent={recent}
          hint={way === 'unseen' ? t('source.throughUnseen') : t('source.throughHint')}
        />
        <ScopeField scopes={scopes} current={loaderData.scope} isNew />
        {way !== 'unseen' && (
          <Checkbox
            name="restricted"
            label={t('source.restricted')}
            hint={t('source.restrictedHint')}
          />
        )}
        {/* Last: what was typed must be known before the first byte of a file comes. */}
        {way === 'file' && (
          <FilesField name="files" label={t('add.files')} hint={t('add.filesHint')} />
        )}
        {upload.sending !== undefined && (
          <UploadProgress sending={upload.sending} onCancel={upload.cancel} />
        )}
        <p>
          <SubmitButton>{t('add.submit')}</SubmitButton>
        </p>
      </PageForm>
    </>
  );
}

function WayFields({ way }: { readonly way: Way }) {
  const t = useT('coding');
  switch (way) {
    case 'text':
      return (
        <TextArea name="text" label={t('add.text')} hint={t('add.textHint')} rows={12} required />
      );
    case 'file':
      return <p className="lead">{t('add.fileLead')}</p>;
    case 'address':
      return (
        <Field
          name="address"
          type="url"
          label={t('add.address')}
          hint={t('add.addressHint')}
          required
        />
      );
    case 'unseen':
      return <p className="lead">{t('add.unseenLead')}</p>;
  }
}
