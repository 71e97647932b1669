import { data, redirect } from 'react-router';
import { listSources } from '#evidence';
import { Tabs } from '../../components/index.ts';
import {
  Checkbox,
  Field,
  PageForm,
  parseForm,
  SubmitButton,
  TextArea,
  type FormState,
} from '../../forms/index.ts';
import { useT } from '../../messages/catalogs.ts';
import type { PageHandle } from '../../page-handle.ts';
import { deskRequest } from '../desk-request.ts';
import { termOptions } from '../finder/find.ts';
import { addFromForm, type AddOutcome } from './add-from-form.ts';
import { AddResults } from './add-results.tsx';
import { FilesField } from './files-field.tsx';
import { addSourceForm, missingIn } from './source-form.ts';
import { SourceFields } from './source-fields.tsx';
import { ThroughField } from './through-field.tsx';
import { readWay, ways, type Way } from './ways.ts';
import type { Route } from './+types/add-source.ts';
import '../finder/finder.css';
import './add-source.css';

export const handle: PageHandle = { hydrate: true, messages: ['coding'] };

const recentSources = 50;

export async function loader({ request, context }: Route.LoaderArgs) {
  const { actor, locale, house } = deskRequest(context);
  const { sources } = await listSources(house.db, actor, { limit: recentSources });
  return {
    way: readWay(new URL(request.url).searchParams.get('way')),
    materials: termOptions('material-types', locale),
    reliabilities: termOptions('reliabilities', locale),
    recent: sources.map(({ uid, title }) => ({ uid, title })),
  };
}

const limits = { characters: 2_000_000, lists: ['files', 'through', 'despite'] };

export async function action({ request, context }: Route.ActionArgs) {
  const { actor, locale, house } = deskRequest(context);
  const form = await parseForm(request, addSourceForm, limits);
  const refused = (state: FormState, outcome?: AddOutcome) =>
    data({ ...state, outcome }, { status: 422 });
  if (!form.ok) return refused(form.state);
  const missing = missingIn(form.values);
  if (missing.length > 0) return refused({ ...form.state, problems: missing });
  const outcome = await addFromForm(house, actor, locale, form.values);
  const [first] = outcome.added;
  if (outcome.notAdded.length === 0) {
    return redirect(outcome.added.length === 1 ? `/desk/sources/${first?.uid}` : '/desk', 303);
  }
  // What is wrong with one document stands at its fields; with several, beside their names.
  const [only] = outcome.notAdded;
  const problems =
    form.values.way === 'file' || only === undefined || only.found.length > 0 ? [] : only.problems;
  return refused({ ...form.state, problems }, outcome);
}

export default function AddSource({ loaderData, actionData }: Route.ComponentProps) {
  const t = useT('coding');
  const { way, materials, reliabilities, recent } = loaderData;
  const typedThrough = actionData?.typed['through'] ?? [];
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
        state={actionData}
        multipart={way === 'file'}
        className="form form-wide"
      >
        {/* Enter in a field presses the first button of a form; that must be this one. */}
        <button type="submit" hidden aria-label={t('add.submit')} />
        <input type="hidden" name="way" value={way} />
        <AddResults outcome={actionData?.outcome} way={way} />
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
        {way !== 'unseen' && (
          <Checkbox
            name="restricted"
            label={t('source.restricted')}
            hint={t('source.restrictedHint')}
          />
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
      return <FilesField name="files" label={t('add.files')} hint={t('add.filesHint')} />;
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
