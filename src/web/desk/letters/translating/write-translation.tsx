import { Link, useActionData } from 'react-router';
import { proposeTranslation, saveTranslationDraft } from '#letters';
import { textDirection } from '#platform/languages';
import { Notice } from '../../../components/index.ts';
import {
  Checkbox,
  Field,
  handleForm,
  PageForm,
  RadioGroup,
  SubmitButton,
  TextArea,
  type FormState,
} from '../../../forms/index.ts';
import { useT } from '../../../messages/catalogs.ts';
import { notFound } from '../../../not-found.ts';
import type { PageHandle } from '../../../page-handle.ts';
import { momentWords } from '../../claims/moment-words.ts';
import { uidParam } from '../../desk-request.ts';
import { languageName } from '../../language-name.ts';
import { LetterHead } from '../letter-head.tsx';
import { letterRequest } from '../letter-request.ts';
import { PieceRow } from './piece-row.tsx';
import { typedFor } from './piece-points.ts';
import { readWriting } from './read-writing.ts';
import { toWords, translationForm, translationLimits } from './translation-form.ts';
import type { Route } from './+types/write-translation.ts';
import '../letters.css';
import './translating.css';

export const handle: PageHandle = { hydrate: true, messages: ['letters', 'translate'] };

export async function loader({ request, params, context }: Route.LoaderArgs) {
  const { actor, locale, house, letter } = await letterRequest(context, params.uid);
  const { uid, name, kind } = letter;
  const { language } = params;
  const key = { letter: uid, version: uidParam(params.version), language };
  const writing = await readWriting(house.db, actor, key);
  if (writing === undefined) notFound();
  const { version, pieces, words, before, isUncarried, draft } = writing;
  const { how, madeBy, reviewedBy, departure } = words;
  return {
    ...{ uid, name, kind, pieces, isUncarried },
    credits: { how, madeBy, reviewedBy, departure },
    number: version.number,
    languageName: languageName(language, locale),
    source: { lang: version.text.language, dir: textDirection(version.text.language) },
    target: { lang: language, dir: textDirection(language) },
    before: before && { uid: before.uid, number: before.number },
    revision: draft?.revision ?? 0,
    saved: draft && {
      by: draft.changedBy,
      at: momentWords(draft.changedAt, locale),
      now: new URL(request.url).searchParams.has('saved'),
    },
  };
}

export async function action({ request, params, context }: Route.ActionArgs) {
  const { actor, house, letter } = await letterRequest(context, params.uid);
  const key = {
    ...{ letter: letter.uid, version: uidParam(params.version), language: params.language },
  };
  return handleForm(
    request,
    translationForm,
    async ({ do: button, revision, theirs = revision, over, ...typed }) => {
      const words = toWords({ do: button, revision, over, ...typed });
      const draft = { words, revision: over ? theirs : revision };
      return house.db.transaction().execute(async (tx) => {
        await saveTranslationDraft(tx, actor, key, draft);
        if (button === 'save') {
          return `/desk/letters/${key.letter}/versions/${key.version}/translate/${key.language}?saved`;
        }
        const proposed = await proposeTranslation(tx, actor, key);
        return `/desk/letters/${key.letter}/translations/${proposed}`;
      });
    },
    translationLimits,
  );
}

/** Writes a translation beside what it translates. The fields are the same with scripts and without. */
export default function WriteTranslation({ loaderData }: Route.ComponentProps) {
  const t = useT('translate');
  const letters = useT('letters');
  const state = useActionData<typeof action>();
  const { uid, name, number, languageName: language, pieces, revision, saved } = loaderData;
  return (
    <>
      <LetterHead
        {...{ uid, name, title: t('write.title', { number, language }) }}
        to={`/desk/letters/${uid}/translations`}
      />
      {saved !== undefined && (
        <p className="small muted" role={saved.now ? 'status' : undefined}>
          {letters('write.saved', { by: `\u2068${saved.by}\u2069`, at: saved.at })}
        </p>
      )}
      <Before {...loaderData} />
      <p className="section-note">{t('write.plain')}</p>
      <PageForm id="translation" state={state} area="translate" className="form translation-form">
        <input
          type="hidden"
          name="revision"
          // Of what they began from: a page that came back must not pass for having read the newest.
          value={state?.typed['revision']?.[0] ?? revision}
          readOnly
        />
        <Conflict state={state} />
        <div className="piece-rows">
          {pieces.map((piece) => (
            <PieceRow
              key={`${piece.place} ${piece.at} ${typedFor(state, piece) ?? ''}`}
              typed={typedFor(state, piece)}
              {...{ piece, source: loaderData.source, target: loaderData.target }}
            />
          ))}
        </div>
        <CreditFields {...loaderData} />
        <div className="row letter-save">
          <SubmitButton name="do" value="save">
            {letters('write.save')}
          </SubmitButton>
          <SubmitButton name="do" value="propose" look="plain">
            {t('propose')}
          </SubmitButton>
        </div>
        <p className="small muted">{t('propose.what')}</p>
      </PageForm>
    </>
  );
}

type Loaded = Route.ComponentProps['loaderData'];

function Before({ uid, before, isUncarried }: Loaded) {
  const t = useT('translate');
  if (before === undefined) return null;
  const { number } = before;
  return (
    <Notice tone="info">
      <p>
        {t(isUncarried ? 'before.uncarried' : 'before.carried', { number })}{' '}
        <Link to={`/desk/letters/${uid}/translations/${before.uid}`}>{t('before.read')}</Link>
      </p>
    </Notice>
  );
}

function CreditFields({ credits }: Loaded) {
  const t = useT('translate');
  return (
    <>
      <RadioGroup
        name="how"
        label={t('how')}
        required
        {...(credits.how !== '' && { defaultValue: credits.how })}
        options={(['human', 'machine'] as const).map((value) => ({
          value,
          label: t(`how.${value}`),
        }))}
      />
      <Field
        name="madeBy"
        label={t('madeBy')}
        hint={t('madeBy.hint')}
        required
        defaultValue={credits.madeBy}
      />
      <Field
        name="reviewedBy"
        label={t('reviewedBy')}
        hint={t('reviewedBy.hint')}
        required
        defaultValue={credits.reviewedBy}
      />
      <TextArea
        name="departure"
        label={t('departure')}
        hint={t('departure.hint')}
        needed={t('departure.when')}
        rows={2}
        defaultValue={credits.departure}
      />
    </>
  );
}

/** Somebody else has saved: theirs is replaced only by who says so. */
function Conflict({ state }: { readonly state: FormState | undefined }) {
  const t = useT('letters');
  const changed = state?.problems.find(({ code }) => code === 'letter-draft-changed');
  if (changed === undefined) return null;
  return (
    <Notice tone="caution">
      <p>{t('write.conflict')}</p>
      <input type="hidden" name="theirs" value={changed.params?.['revision'] ?? ''} />
      <Checkbox name="over" label={t('write.over')} />
    </Notice>
  );
}
