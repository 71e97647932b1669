import { Link, useActionData } from 'react-router';
import * as z from 'zod';
import { compareStructure, compareTexts } from '@countersign/letter';
import { may } from '#accounts';
import {
  cancelTranslation,
  decideTranslation,
  listAnchors,
  listTranslations,
  listVersions,
  withdrawTranslation,
  type LetterTranslation,
} from '#letters';
import { textDirection } from '#platform/languages';
import { ComparedText, Tag } from '../../../components/index.ts';
import { handleForm, optionalText, PageForm, SubmitButton } from '../../../forms/index.ts';
import { useT } from '../../../messages/catalogs.ts';
import { notFound } from '../../../not-found.ts';
import type { PageHandle } from '../../../page-handle.ts';
import { momentWords } from '../../claims/moment-words.ts';
import { uidParam } from '../../desk-request.ts';
import { FactList, type Fact } from '../../fact-list.tsx';
import { languageName } from '../../language-name.ts';
import { WhoWhen } from '../../who-when.tsx';
import { LetterHead } from '../letter-head.tsx';
import { VerdictFields } from '../verdict-fields.tsx';
import { letterRequest } from '../letter-request.ts';
import { comparedRows } from './compared-rows.ts';
import { ComparedRows } from './compared-rows-table.tsx';
import { StructurePoints } from './structure-points.tsx';
import type { Route } from './+types/translation.ts';
import '../../entity/entity.css';
import '../letters.css';
import './translating.css';

export const handle: PageHandle = { hydrate: true, messages: ['letters', 'translate', 'public'] };

export async function loader({ params, context }: Route.LoaderArgs) {
  const { actor, locale, house, letter } = await letterRequest(context, params.uid);
  const [translations, versions, anchors] = await Promise.all([
    listTranslations(house.db, actor, letter.uid),
    listVersions(house.db, actor, letter.uid),
    listAnchors(house.db, actor, letter.uid),
  ]);
  const translation = translations.find(({ uid }) => uid === uidParam(params.translation));
  const version = versions.find(({ uid }) => uid === translation?.version);
  if (translation === undefined || version === undefined) notFound();
  const { text, decidedAt, authorUid, createdAt, ...facts } = translation;
  const before = approvedBefore(translation, translations);
  const isMine = authorUid === actor.uid;
  const { uid, name, scopeId } = letter;
  const own = anchors.filter((anchor) => anchor.version === version.uid);
  return {
    letter: { uid, name },
    ...{ ...facts, sourceHash: version.hash, isMine },
    createdAt: momentWords(createdAt, locale),
    decidedAt: decidedAt === null ? '' : momentWords(decidedAt, locale),
    languageName: languageName(text.language, locale),
    source: { lang: version.text.language, dir: textDirection(version.text.language) },
    target: { lang: text.language, dir: textDirection(text.language) },
    rows: comparedRows(version.text, text, own),
    structure: compareStructure(version.text, text),
    compared: before === undefined ? [] : compareTexts(before.text, text),
    mayDecide:
      translation.state === 'proposed' &&
      may(actor, 'letter.decide', { scopeId }) &&
      (!isMine || house.singlePerson),
  };
}

function approvedBefore(one: LetterTranslation, all: readonly LetterTranslation[]) {
  return all
    .filter(({ state }) => state === 'approved' || state === 'withdrawn')
    .filter(({ version, language }) => version === one.version && language === one.language)
    .filter(({ revision }) => revision < one.revision)
    .toSorted((first, second) => second.revision - first.revision)[0];
}

const verdictForm = z.object({
  do: z.enum(['approve', 'refuse', 'cancel', 'withdraw']),
  comment: optionalText(5_000),
});

export async function action({ request, params, context }: Route.ActionArgs) {
  const { actor, house, letter } = await letterRequest(context, params.uid);
  const translation = uidParam(params.translation);
  return handleForm(request, verdictForm, async ({ do: button, comment = '' }) => {
    const { singlePerson } = house;
    await house.db.transaction().execute(async (tx) => {
      if (button === 'cancel') return cancelTranslation(tx, actor, translation);
      if (button === 'withdraw') return withdrawTranslation(tx, actor, translation);
      const approve = button === 'approve';
      return decideTranslation(tx, actor, translation, { approve, comment, singlePerson });
    });
    return `/desk/letters/${letter.uid}/translations`;
  });
}

/** One translation beside what it translates, and the word of a second person. */
export default function Translation({ loaderData: translation }: Route.ComponentProps) {
  const t = useT('translate');
  const { letter, number, languageName: language, rows, structure, compared } = translation;
  const { source, target } = translation;
  return (
    <article className="case-file">
      <LetterHead
        {...{ ...letter, title: t('one.title', { number, language }) }}
        to={`/desk/letters/${letter.uid}/translations`}
      />
      <p>
        <Tag tone={translation.state === 'proposed' ? 'accent' : 'plain'}>
          {t(`state.${translation.state}`)}
        </Tag>
      </p>
      <Facts translation={translation} />
      <StructurePoints structure={structure} departure={translation.departure} />
      {compared.length > 0 && (
        <section className="record-section">
          <h2>{t('one.changes')}</h2>
          <ComparedText lines={compared} {...target} />
        </section>
      )}
      <section className="record-section">
        <h2>{t('one.texts')}</h2>
        <ComparedRows {...{ rows, source, target }} />
      </section>
      <Verdict translation={translation} />
    </article>
  );
}

type Loaded = Route.ComponentProps['loaderData'];

function Facts({ translation }: { readonly translation: Loaded }) {
  const t = useT('translate');
  const letters = useT('letters');
  const { how, madeBy, reviewedBy, author, createdAt, decidedBy, decidedAt, comment } = translation;
  const rows: readonly Fact[] = [
    [t('how'), t(`how.${how}`)],
    [t('madeBy'), <bdi key="made">{madeBy}</bdi>],
    [t('reviewedBy'), <bdi key="reviewed">{reviewedBy}</bdi>],
    [letters('versions.author'), <WhoWhen key="by" who={author} when={createdAt} />],
    [
      letters('versions.decided'),
      decidedBy === null ? undefined : <WhoWhen key="by" who={decidedBy} when={decidedAt} />,
    ],
    [letters('version.comment'), comment === '' ? undefined : <bdi key="said">{comment}</bdi>],
    [t('one.translates'), <Hash key="source" hash={translation.sourceHash} />],
    ['SHA-256', <Hash key="own" hash={translation.hash} />],
  ];
  return <FactList facts={rows} />;
}

function Hash({ hash }: { readonly hash: string }) {
  return <bdi className="code">{hash}</bdi>;
}

function Verdict({ translation }: { readonly translation: Loaded }) {
  const t = useT('translate');
  const letters = useT('letters');
  const state = useActionData<typeof action>();
  const { letter, version, language, isMine, mayDecide } = translation;
  const isOpen = translation.state === 'proposed';
  return (
    <section className="record-section">
      {isOpen && <h2>{letters('verdict.title')}</h2>}
      {isOpen && isMine && !mayDecide && <p>{t('one.own')}</p>}
      <PageForm id="verdict" state={state} area="translate">
        {mayDecide && (
          <VerdictFields
            words={{
              ...{ comment: letters('version.comment'), approve: t('one.approve') },
              ...{ commentWhen: letters('verdict.commentWhen'), refuse: letters('verdict.refuse') },
            }}
          />
        )}
        <div className="row">
          {isOpen && isMine && (
            <SubmitButton name="do" value="cancel" look="plain">
              {letters('verdict.cancel')}
            </SubmitButton>
          )}
          {!isOpen && (
            <Link
              className="button"
              to={`/desk/letters/${letter.uid}/versions/${version}/translate/${language}`}
            >
              {t('one.again')}
            </Link>
          )}
          {translation.state === 'approved' && (
            <SubmitButton name="do" value="withdraw" look="danger">
              {t('one.withdraw')}
            </SubmitButton>
          )}
        </div>
        {translation.state === 'approved' && (
          <p className="small muted">{t('one.withdraw.means')}</p>
        )}
      </PageForm>
    </section>
  );
}
