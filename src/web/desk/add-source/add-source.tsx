import { useState, type ReactNode } from 'react';
import { data, redirect } from 'react-router';
import { listSources } from '#evidence';
import {
  Checkbox,
  Field,
  PageForm,
  SubmitButton,
  TextArea,
  type FormState,
} from '../../forms/index.ts';
import { useT } from '../../messages/catalogs.ts';
import type { PageHandle } from '../../page-handle.ts';
import { deskRequest } from '../desk-request.ts';
import { termOptions } from '../finder/find.ts';
import { useHydrated } from '../use-hydrated.ts';
import { AddResults } from './add-results.tsx';
import { AddressWarning } from './address-warning.tsx';
import { CarriedFields, carriedOver } from './carried.tsx';
import { firstScope, sourceScopes } from './chosen-scope.ts';
import { Described } from './described.tsx';
import { FilesField } from './files-field.tsx';
import { ScopeField } from './scope-field.tsx';
import { SourceFields } from './source-fields.tsx';
import { submitSources, uploadLimits, type SourcesRefused } from './submit-sources.ts';
import { ThroughField } from './through-field.tsx';
import { UploadProgress } from './upload-progress.tsx';
import { useUpload } from './use-upload.ts';
import { WayTabs, wayPath } from './way-tabs.tsx';
import { readWay, type Way } from './way.ts';
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
  const isSwitched = submitted.refused.typed['switch'] !== undefined;
  return data(submitted.refused, { status: isSwitched ? 200 : 422 });
}

export default function AddSource({ loaderData, actionData }: Route.ComponentProps) {
  const t = useT('coding');
  const { way, materials, reliabilities, recent, scopes } = loaderData;
  const upload = useUpload(loaderData.fileBytes);
  const isHydrated = useHydrated();
  const [carried, setCarried] = useState<{ to: FormState; past: unknown }>();
  const came = upload.refused ?? actionData;
  // What was carried over holds until the form comes back anew.
  const answer: SourcesRefused | undefined =
    came === undefined || came === carried?.past ? (carried?.to ?? came) : came;
  const typedThrough = answer?.typed['through'] ?? [];
  const parts = [
    <Described key="described" way={way} answer={answer}>
      <SourceFields
        materials={materials}
        reliabilities={reliabilities}
        isTitleNeeded={way === 'unseen'}
      />
      {way !== 'address' && (
        <Field
          name="address"
          label={t('source.address')}
          type="url"
          hint={t(way === 'file' ? 'source.addressHintFiles' : 'source.addressHint')}
        />
      )}
      <ThroughField
        chosen={recent.filter(({ uid }) => typedThrough.includes(uid))}
        recent={recent}
        hint={way === 'unseen' ? t('source.throughUnseen') : t('source.throughHint')}
      />
    </Described>,
    <ScopeField key="scope" scopes={scopes} current={loaderData.scope} isNew />,
    way !== 'unseen' && (
      <Checkbox
        key="restricted"
        name="restricted"
        label={t('source.restricted')}
        hint={t('source.restrictedHint')}
      />
    ),
    way === 'file' && (
      <FilesField key="files" name="files" label={t('add.files')} hint={t('add.filesHint')} />
    ),
  ];
  return (
    <>
      <title>{t('add.title')}</title>
      <h1>{t('add.title')}</h1>
      {/* Enter in a field presses the first button of a form; that must be this one. */}
      <button type="submit" form="add-source" hidden aria-label={t('add.submit')} />
      <WayTabs
        form="add-source"
        way={way}
        onLeave={(typed) => setCarried({ to: carriedOver(answer?.typed ?? {}, typed), past: came })}
      />
      <PageForm
        key={way}
        id="add-source"
        area="coding"
        action={wayPath(way)}
        state={answer}
        multipart={way === 'file'}
        onSubmit={isHydrated && way === 'file' ? upload.send : undefined}
        sending={upload.sending !== undefined}
        className="form form-wide"
      >
        <CarriedFields way={way} />
        <input type="hidden" name="way" value={way} />
        <AddResults outcome={answer?.outcome} way={way} />
        <AddressWarning secrets={answer?.secrets} />
        <WayFields way={way} />
        {way === 'address' && <InsteadUnseen problems={answer?.problems ?? []} />}
        {isHydrated && way === 'file' ? filesFirst(parts) : parts}
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

// What was typed must be known before the first byte of a file comes, and a browser sends fields as they
// stand: only a script that sends the files last may show them first.
function filesFirst(parts: readonly ReactNode[]): ReactNode[] {
  return [...parts.slice(-1), ...parts.slice(0, -1)];
}

// An address that cannot be fetched still tells that there is a source.
function InsteadUnseen({ problems }: { readonly problems: FormState['problems'] }) {
  const t = useT('coding');
  if (!problems.some(({ code }) => code.startsWith('fetch-'))) return null;
  return (
    <p>
      <button
        type="submit"
        className="button"
        formAction={wayPath('unseen')}
        name="switch"
        value="unseen"
      >
        {t('add.insteadUnseen')}
      </button>
    </p>
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
      return null;
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
