import { Link, useActionData } from 'react-router';
import { readDraft, saveDraft } from '#letters';
import { textDirection } from '#platform/languages';
import { Notice } from '../../components/index.ts';
import {
  Checkbox,
  Field,
  handleForm,
  PageForm,
  SubmitButton,
  TextArea,
  type FormState,
} from '../../forms/index.ts';
import { useT } from '../../messages/catalogs.ts';
import type { PageHandle } from '../../page-handle.ts';
import { momentWords } from '../claims/moment-words.ts';
import { BodyField } from './body-field.tsx';
import { letterRequest } from './letter-request.ts';
import { textForm, toDraft, toTyped, type TypedText } from './text-form.ts';
import type { Route } from './+types/write.ts';
import './letters.css';

export const handle: PageHandle = { hydrate: true, messages: ['letters'] };

const nothing: TypedText = { title: '', addressees: '', text: '', demands: '', initiators: '' };

export async function loader({ request, params, context }: Route.LoaderArgs) {
  const { actor, locale, house, letter } = await letterRequest(context, params.uid);
  const { uid, name, kind, language } = letter;
  const draft = await readDraft(house.db, actor, uid, language);
  return {
    ...{ uid, name, kind, language },
    direction: textDirection(language),
    // What the desk calls it is no title: it may say what readers must not know.
    text: draft === undefined ? nothing : toTyped(draft.text),
    revision: draft?.revision ?? 0,
    saved: draft && {
      by: draft.changedBy,
      at: momentWords(draft.changedAt, locale),
      now: new URL(request.url).searchParams.has('saved'),
    },
  };
}

// A letter of the greatest length, twice over for what normalising takes away.
const limits = { characters: 600_000 };

export async function action({ request, params, context }: Route.ActionArgs) {
  const { actor, house, letter } = await letterRequest(context, params.uid);
  const { uid, language } = letter;
  return handleForm(
    request,
    textForm,
    async ({ do: button, revision, theirs = revision, over, ...typed }) => {
      const text = toDraft(typed);
      const draft = { language, text, revision: over ? theirs : revision };
      await house.db.transaction().execute((tx) => saveDraft(tx, actor, uid, draft));
      return button === 'done' ? `/desk/letters/${uid}` : `/desk/letters/${uid}/write?saved`;
    },
    limits,
  );
}

/** Writes the text of a letter. The fields are the same with scripts and without. */
export default function Write({ loaderData }: Route.ComponentProps) {
  const t = useT('letters');
  const state = useActionData<typeof action>();
  const { uid, name, kind, language, text, revision, saved } = loaderData;
  const words = { lang: language, dir: loaderData.direction };
  return (
    <>
      <title>{t('write.title', { name })}</title>
      <header>
        <p className="eyebrow">
          <Link to={`/desk/letters/${uid}`}>
            <bdi>{name}</bdi>
          </Link>
        </p>
        <h1>{t('write.heading')}</h1>
      </header>
      {saved !== undefined && (
        <p className="small muted" role={saved.now ? 'status' : undefined}>
          {t('write.saved', { by: `\u2068${saved.by}\u2069`, at: saved.at })}
        </p>
      )}
      <PageForm id="text" state={state} area="letters" className="form letter-form">
        <input
          type="hidden"
          name="revision"
          // Of what they began from: a page that came back must not pass for having read the newest.
          value={state?.typed['revision']?.[0] ?? revision}
          readOnly
        />
        <Conflict state={state} />
        <Field
          name="title"
          label={t('field.title')}
          defaultValue={text.title}
          required
          {...words}
        />
        <TextArea
          name="addressees"
          label={t('field.addressees')}
          hint={t('field.addresseesHint')}
          rows={2}
          defaultValue={text.addressees}
          {...words}
        />
        <BodyField defaultValue={text.text} {...words} />
        {kind === 'collective' && (
          <TextArea
            name="demands"
            label={t('field.demands')}
            hint={t('field.demandsHint')}
            rows={3}
            defaultValue={text.demands}
            {...words}
          />
        )}
        <TextArea
          name="initiators"
          label={t(`field.initiators.${kind}`)}
          hint={t('field.linesHint')}
          rows={2}
          defaultValue={text.initiators}
          {...words}
        />
        <div className="row letter-save">
          <SubmitButton name="do" value="save">
            {t('write.save')}
          </SubmitButton>
          <SubmitButton name="do" value="done" look="plain">
            {t('write.done')}
          </SubmitButton>
        </div>
      </PageForm>
    </>
  );
}

/** Somebody else has saved: theirs is replaced only by who says so. */
function Conflict({ state }: { readonly state: FormState | undefined }) {
  const t = useT('letters');
  const changed = state?.problems.find(({ code }) => code === 'letter-draft-changed');
  if (changed === undefined) return null;
  const revision = changed.params?.['revision'] ?? '';
  return (
    <Notice tone="caution">
      <p>{t('write.conflict')}</p>
      <input type="hidden" name="theirs" value={revision} />
      <Checkbox name="over" label={t('write.over')} />
    </Notice>
  );
}
