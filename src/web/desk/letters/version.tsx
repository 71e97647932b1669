import { Link, useActionData } from 'react-router';
import * as z from 'zod';
import { compareTexts } from '@countersign/letter';
import { may } from '#accounts';
import {
  bareFigures,
  cancelVersion,
  decideVersion,
  listAnchors,
  listVersions,
  type LetterVersion,
} from '#letters';
import { readLetterNotes } from '#publish';
import { ComparedText, Tag } from '../../components/index.ts';
import { handleForm, optionalText, PageForm, SubmitButton } from '../../forms/index.ts';
import { useT } from '../../messages/catalogs.ts';
import { notFound } from '../../not-found.ts';
import type { PageHandle } from '../../page-handle.ts';
import { LetterText } from '../../public/letter-page.tsx';
import { uidParam } from '../desk-request.ts';
import { AnchorsSection } from './anchors-section.tsx';
import { letterRequest } from './letter-request.ts';
import { textDirection } from '#platform/languages';
import { VerdictFields } from './verdict-fields.tsx';
import { versionLine } from './letter-words.ts';
import { FactList, type Fact } from '../fact-list.tsx';
import { WhoWhen } from '../who-when.tsx';
import type { Route } from './+types/version.ts';
import '../../public/public.css';
import '../entity/entity.css';
import './letters.css';

export const handle: PageHandle = { hydrate: true, messages: ['letters', 'public'] };

export async function loader({ params, context }: Route.LoaderArgs) {
  const { actor, locale, house, letter } = await letterRequest(context, params.uid);
  const versions = await listVersions(house.db, actor, letter.uid);
  const version = versions.find(({ uid }) => uid === uidParam(params.version));
  if (version === undefined) notFound();
  const before = approvedBefore(version, versions);
  const anchors = (await listAnchors(house.db, actor, letter.uid)).filter(
    (anchor) => anchor.version === version.uid,
  );
  const isMine = version.authorUid === actor.uid;
  const { uid, name, kind, scopeId } = letter;
  return {
    letter: { uid, name, kind },
    ...versionLine(version, locale),
    text: version.text,
    hash: version.hash,
    direction: textDirection(version.text.language),
    compared: before === undefined ? [] : compareTexts(before.text, version.text),
    anchorCount: anchors.length,
    notes: await readLetterNotes(
      house.readerDb,
      anchors.map(({ subject, claim, ...stretch }) => ({
        ...stretch,
        claims: [{ subject, claim }],
      })),
      locale,
    ),
    bare: bareFigures(version.text, anchors),
    mayAnchor: version.state === 'proposed' || version.state === 'approved',
    isMine,
    mayDecide:
      version.state === 'proposed' &&
      may(actor, 'letter.decide', { scopeId }) &&
      (!isMine || house.singlePerson),
  };
}

function approvedBefore({ number }: LetterVersion, versions: readonly LetterVersion[]) {
  return versions
    .filter((one) => one.state === 'approved' && one.number < number)
    .toSorted((one, other) => other.number - one.number)[0];
}

const verdictForm = z.object({
  do: z.enum(['approve', 'refuse', 'cancel']),
  comment: optionalText(5_000),
});

export async function action({ request, params, context }: Route.ActionArgs) {
  const { actor, house, letter } = await letterRequest(context, params.uid);
  const version = uidParam(params.version);
  return handleForm(request, verdictForm, async ({ do: button, comment = '' }) => {
    const { singlePerson } = house;
    await house.db.transaction().execute((tx) =>
      button === 'cancel'
        ? cancelVersion(tx, actor, version)
        : decideVersion(tx, actor, version, {
            ...{ approve: button === 'approve', comment, singlePerson },
          }),
    );
    return `/desk/letters/${letter.uid}`;
  });
}

/** One version in full: what it changes, the very words, and the word of a second person. */
export default function Version({ loaderData: version }: Route.ComponentProps) {
  const t = useT('letters');
  const { letter, text, direction, compared } = version;
  const title = t('version', { number: version.number });
  return (
    <article className="case-file">
      <title>{`${title} – ${letter.name}`}</title>
      <header className="page-head">
        <div>
          <p className="eyebrow">
            <Link to={`/desk/letters/${letter.uid}`}>
              <bdi>{letter.name}</bdi>
            </Link>
          </p>
          <h1>{title}</h1>
        </div>
        <Tag tone={version.state === 'proposed' ? 'accent' : 'plain'}>
          {t(`versionState.${version.state}`)}
        </Tag>
      </header>
      <Facts version={version} />
      {compared.length > 0 && (
        <section className="record-section">
          <h2>{t('version.changes')}</h2>
          <ComparedText lines={compared} lang={text.language} dir={direction} />
        </section>
      )}
      <section className="record-section">
        <h2>{t('version.text')}</h2>
        <div className="letter letter-sheet">
          <h3 lang={text.language} dir={direction}>
            {text.title}
          </h3>
          <LetterText form={letter.kind} version={version} />
        </div>
      </section>
      {version.mayAnchor && (
        <AnchorsSection
          path={`/desk/letters/${letter.uid}/versions/${version.uid}/anchors`}
          count={version.anchorCount}
          notes={version.notes}
          bare={version.bare}
          lang={text.language}
        />
      )}
      {version.state === 'proposed' && <Verdict version={version} />}
    </article>
  );
}

function Facts({ version }: { readonly version: Route.ComponentProps['loaderData'] }) {
  const t = useT('letters');
  const { change, note, author, createdAt, decidedBy, decidedAt, comment, hash } = version;
  const rows: readonly Fact[] = [
    [t('versions.change'), t(`change.${change}`)],
    [t('propose.note'), note === '' ? undefined : <bdi key="note">{note}</bdi>],
    [t('versions.author'), <WhoWhen key="by" who={author} when={createdAt} />],
    [
      t('versions.decided'),
      decidedBy === null ? undefined : <WhoWhen key="by" who={decidedBy} when={decidedAt ?? ''} />,
    ],
    [t('version.comment'), comment === '' ? undefined : <bdi key="comment">{comment}</bdi>],
    [
      'SHA-256',
      <bdi key="hash" className="code">
        {hash}
      </bdi>,
    ],
  ];
  return <FactList facts={rows} />;
}

function Verdict({ version }: { readonly version: Route.ComponentProps['loaderData'] }) {
  const t = useT('letters');
  const state = useActionData<typeof action>();
  return (
    <section className="record-section">
      <h2>{t('verdict.title')}</h2>
      {version.isMine && !version.mayDecide && <p>{t('verdict.own')}</p>}
      <PageForm id="verdict" state={state} area="letters">
        {version.mayDecide && (
          <VerdictFields
            words={{
              ...{ comment: t('version.comment'), commentWhen: t('verdict.commentWhen') },
              ...{ approve: t('verdict.approve'), refuse: t('verdict.refuse') },
            }}
          />
        )}
        {version.isMine && (
          <div>
            <SubmitButton name="do" value="cancel" look="plain">
              {t('verdict.cancel')}
            </SubmitButton>
          </div>
        )}
      </PageForm>
    </section>
  );
}
