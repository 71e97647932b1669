import { Link, useActionData } from 'react-router';
import * as z from 'zod';
import { may } from '#accounts';
import {
  isDraftNew,
  listTranslations,
  listVersions,
  proposeVersion,
  readDraft,
  translationsWait,
} from '#letters';
import { addressOf } from '#publish';
import { Notice, Tag } from '../../components/index.ts';
import { handleForm, optionalChoice, optionalText } from '../../forms/index.ts';
import { useT } from '../../messages/catalogs.ts';
import type { PageHandle } from '../../page-handle.ts';
import { momentWords } from '../claims/moment-words.ts';
import { DraftSection } from './draft-section.tsx';
import { letterRequest } from './letter-request.ts';
import { textDirection } from '#platform/languages';
import { versionLine } from './letter-words.ts';
import { PublicationSection } from './publication-section.tsx';
import { VersionList } from './version-list.tsx';
import { WaitingNotice } from './waiting-notice.tsx';
import type { Route } from './+types/letter.ts';
import '../entity/entity.css';
import './letters.css';

export const handle: PageHandle = {
  hydrate: true,
  messages: ['letters', 'public', 'course', 'translate', 'press'],
};

export async function loader({ params, context }: Route.LoaderArgs) {
  const { actor, locale, house, letter } = await letterRequest(context, params.uid);
  const [draft, versions, translations, translationsAreNew] = await Promise.all([
    readDraft(house.db, actor, letter.uid, letter.language),
    listVersions(house.db, actor, letter.uid),
    listTranslations(house.db, actor, letter.uid),
    translationsWait(house.db, actor, letter.uid),
  ]);
  const { uid, name, kind, language, state, version, publicVersion, takenBack, waits } = letter;
  return {
    decides: may(actor, 'letter.decide', { scopeId: letter.scopeId }),
    ...{ uid, name, kind, language, state, version, publicVersion, takenBack, waits },
    direction: textDirection(language),
    draft: draft && {
      text: draft.text,
      by: draft.changedBy,
      at: momentWords(draft.changedAt, locale),
      isNew: isDraftNew(draft.text, versions),
    },
    translationsAreNew,
    openTranslation: translations.find((one) => one.state === 'proposed')?.uid,
    open: versions.find((one) => one.state === 'proposed')?.uid,
    versions: versions.map((one) => versionLine(one, locale)),
    publicAddress: publicVersion === 0 && !takenBack ? undefined : addressOf(locale, 'letter', uid),
  };
}

const proposalForm = z.object({
  change: optionalChoice(['typo', 'factual', 'demand']),
  note: optionalText(2_000),
});

export async function action({ request, params, context }: Route.ActionArgs) {
  const { actor, house, letter } = await letterRequest(context, params.uid);
  const { uid, language } = letter;
  return handleForm(request, proposalForm, async ({ change, note }) => {
    const input = {
      language,
      ...(change !== undefined && { change }),
      ...(note !== undefined && { note }),
    };
    const version = await house.db
      .transaction()
      .execute((tx) => proposeVersion(tx, actor, uid, input));
    return `/desk/letters/${uid}/versions/${version}`;
  });
}

/** One letter: the text in work, what was approved of it, and what readers see. */
export default function Letter({ loaderData: letter }: Route.ComponentProps) {
  const t = useT('letters');
  const course = useT('course');
  const translate = useT('translate');
  const press = useT('press');
  const state = useActionData<typeof action>();
  return (
    <article className="case-file">
      <title>{letter.name}</title>
      <header className="page-head">
        <div>
          <p className="eyebrow">
            <Link to="/desk/letters">{t('list.title')}</Link> · {t(`kind.${letter.kind}`)}
          </p>
          <h1>
            <bdi>{letter.name}</bdi>
          </h1>
        </div>
        <Tag>{t(`state.${letter.state}`)}</Tag>
      </header>
      {letter.open !== undefined && (
        <Notice tone="info">
          <p>{t('open.waits')}</p>
          <p>
            <Link className="button" to={`/desk/letters/${letter.uid}/versions/${letter.open}`}>
              {t('open.read')}
            </Link>
          </p>
        </Notice>
      )}
      {letter.openTranslation !== undefined && (
        <Notice tone="info">
          <p>{translate('open')}</p>
          <p>
            <Link
              className="button"
              to={`/desk/letters/${letter.uid}/translations/${letter.openTranslation}`}
            >
              {t('open.read')}
            </Link>
          </p>
        </Notice>
      )}
      <WaitingNotice uid={letter.uid} waits={letter.waits} />
      <DraftSection letter={letter} state={state} />
      <VersionList uid={letter.uid} versions={letter.versions} />
      <PublicationSection letter={letter} />
      <p className="row">
        <Link className="button" to={`/desk/letters/${letter.uid}/translations`}>
          {translate('title')}
        </Link>
        <Link className="button" to={`/desk/letters/${letter.uid}/course`}>
          {course('link')}
        </Link>
        {letter.kind === 'collective' && (
          <Link className="button" to={`/desk/letters/${letter.uid}/signing`}>
            {t('signing.link')}
          </Link>
        )}
        {letter.kind === 'collective' && letter.decides && (
          <Link className="button" to={`/desk/letters/${letter.uid}/invitations`}>
            {t('invitations.link')}
          </Link>
        )}
        {letter.publicVersion > 0 && !letter.takenBack && (
          <a className="button" href={`/letters/${letter.uid}/press-kit.zip`}>
            {press('kit.take')}
          </a>
        )}
      </p>
    </article>
  );
}
