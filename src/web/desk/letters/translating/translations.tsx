import { Link, useActionData } from 'react-router';
import * as z from 'zod';
import { isLanguageTag } from '@countersign/letter';
import {
  LetterRefusal,
  listTranslationDrafts,
  listTranslations,
  listVersions,
  translationsWait,
} from '#letters';
import { EmptyState, Notice, Tag } from '../../../components/index.ts';
import {
  Field,
  handleForm,
  optionalText,
  PageForm,
  Select,
  SubmitButton,
} from '../../../forms/index.ts';
import { useT } from '../../../messages/catalogs.ts';
import type { PageHandle } from '../../../page-handle.ts';
import { momentWords } from '../../claims/moment-words.ts';
import { languageName } from '../../language-name.ts';
import { LetterHead } from '../letter-head.tsx';
import { letterRequest } from '../letter-request.ts';
import type { Route } from './+types/translations.ts';
import '../../entity/entity.css';
import '../letters.css';

export const handle: PageHandle = { hydrate: true, messages: ['letters', 'translate'] };

// Those that letters about artists at risk are read in most.
const languages = 'ar az azb ckb de en es fa fr it ku pl ps ru sv tr uk ur'.split(' ');

export async function loader({ params, context }: Route.LoaderArgs) {
  const { actor, locale, house, letter } = await letterRequest(context, params.uid);
  const { uid, name } = letter;
  const [translations, drafts, versions, waits] = await Promise.all([
    listTranslations(house.db, actor, uid),
    listTranslationDrafts(house.db, actor, uid),
    listVersions(house.db, actor, uid),
    translationsWait(house.db, actor, uid),
  ]);
  const approved = versions.filter(({ state }) => state === 'approved');
  const newest = approved.toSorted((one, other) => other.number - one.number)[0];
  return {
    ...{ uid, name, waits },
    newest: newest && { uid: newest.uid, number: newest.number },
    languages: languages
      .filter((tag) => tag !== newest?.text.language)
      .map((value) => ({ value, label: languageName(value, locale) }))
      .toSorted((one, other) => one.label.localeCompare(other.label, locale)),
    drafts: drafts.map(({ version, language }) => ({
      ...{ version, language, name: languageName(language, locale) },
      number: approved.find((one) => one.uid === version)?.number ?? 0,
    })),
    translations: translations.map(({ uid: own, language, number, revision, state, ...one }) => ({
      ...{ uid: own, name: languageName(language, locale), number, revision, state },
      ...{ author: one.author, at: momentWords(one.createdAt, locale) },
    })),
  };
}

const begin = z.object({ language: optionalText(40), other: optionalText(40) });

export async function action({ request, params, context }: Route.ActionArgs) {
  const { actor, house, letter } = await letterRequest(context, params.uid);
  return handleForm(request, begin, async ({ language, other }) => {
    const tag = other ?? language ?? '';
    if (!isLanguageTag(tag)) {
      throw new LetterRefusal({ code: 'letter-language-unknown', field: 'language' });
    }
    const [newest] = (await listVersions(house.db, actor, letter.uid))
      .filter(({ state }) => state === 'approved')
      .toSorted((one, two) => two.number - one.number);
    if (newest === undefined) throw new LetterRefusal({ code: 'letter-unapproved' });
    if (newest.text.language === tag) {
      throw new LetterRefusal({ code: 'translation-same-language', field: 'language' });
    }
    return `/desk/letters/${letter.uid}/versions/${newest.uid}/translate/${tag}`;
  });
}

/** Translations of a letter: in work, proposed, approved; and the beginning of another. */
export default function Translations({ loaderData }: Route.ComponentProps) {
  const t = useT('translate');
  const { uid, name, newest, drafts, translations, waits } = loaderData;
  return (
    <article className="case-file">
      <LetterHead {...{ uid, name, title: t('title') }} />
      <p>{t('lead')}</p>
      {waits && (
        <Notice tone="info">
          <p>{t('waits')}</p>
          <p>
            <Link className="button" to={`/desk/letters/${uid}/publish`}>
              {t('waits.publish')}
            </Link>
          </p>
        </Notice>
      )}
      {drafts.length > 0 && (
        <section className="record-section stack-tight">
          <h2>{t('drafts')}</h2>
          <ul className="plain-list spaced">
            {drafts.map((one) => (
              <li key={`${one.version} ${one.language}`}>
                <Link to={`/desk/letters/${uid}/versions/${one.version}/translate/${one.language}`}>
                  {t('one.title', { number: one.number, language: one.name })}
                </Link>
              </li>
            ))}
          </ul>
        </section>
      )}
      <section className="record-section stack-tight">
        <h2>{t('proposed')}</h2>
        {translations.length === 0 && <p className="muted">{t('none')}</p>}
        <ul className="plain-list spaced">
          {translations.map((one) => (
            <li key={one.uid}>
              <p>
                <Link to={`/desk/letters/${uid}/translations/${one.uid}`}>
                  {t('one.title', { number: one.number, language: one.name })}
                </Link>{' '}
                <Tag tone={one.state === 'proposed' ? 'accent' : 'plain'}>
                  {t(`state.${one.state}`)}
                </Tag>{' '}
                {newest !== undefined && one.number < newest.number && (
                  <Tag>{t('older', { number: newest.number })}</Tag>
                )}
              </p>
              <p className="small muted">
                {t('revision', { revision: one.revision })} · <bdi>{one.author}</bdi> · {one.at}
              </p>
            </li>
          ))}
        </ul>
      </section>
      {newest === undefined ? (
        <EmptyState title={t('unapproved')} />
      ) : (
        <Begin number={newest.number} languages={loaderData.languages} />
      )}
    </article>
  );
}

function Begin({
  number,
  languages: known,
}: Pick<Route.ComponentProps['loaderData'], 'languages'> & { readonly number: number }) {
  const t = useT('translate');
  const state = useActionData<typeof action>();
  return (
    <section className="record-section">
      <h2>{t('begin', { number })}</h2>
      <PageForm id="begin" state={state} area="translate">
        <Select name="language" label={t('begin.language')} options={known} empty="–" />
        <Field
          name="other"
          label={t('begin.other')}
          hint={t('begin.otherHint')}
          dir="ltr"
          width="short"
        />
        <div>
          <SubmitButton>{t('begin.do')}</SubmitButton>
        </div>
      </PageForm>
    </section>
  );
}
