import { data } from 'react-router';
import * as z from 'zod';
import {
  LetterRefusal,
  proposeLetterRemoval,
  readAsAuthor,
  sayAsAuthor,
  type AuthorsView,
  type TestimonyWord,
} from '#letters';
import { direction, isLocale, type Locale } from '#platform/languages';
import { houseContext, type House } from '#web/context';
import { Notice } from '../../components/index.ts';
import { PageForm, parseForm, SubmitButton } from '../../forms/index.ts';
import { translatorOf, useT } from '../../messages/catalogs.ts';
import { notFound } from '../../not-found.ts';
import type { Route } from './+types/testimony.ts';
import { LetterText } from '../letter-page.tsx';
import './signing.css';

const unkept = { 'Cache-Control': 'no-store', 'X-Robots-Tag': 'noindex' };

/** Says nothing of anybody: programs that look into mail open links, and so do people with the phone. */
export function loader({ params }: Route.LoaderArgs) {
  if (!isLocale(params.locale)) notFound();
  return data(null, { headers: unkept });
}

const posted = z.object({
  step: z.enum(['open', 'permitted', 'held', 'taken-back']),
  hash: z.string().max(64).default(''),
});

export async function action({ params, request, context }: Route.ActionArgs) {
  const { locale, code } = params;
  if (!isLocale(locale)) notFound();
  const form = await parseForm(request, posted);
  if (!form.ok) return data({ view: undefined, changed: false }, { status: 422, headers: unkept });
  const { step, hash } = form.values;
  const house = context.get(houseContext);
  let changed = false;
  try {
    if (step !== 'open') {
      changed = !(await say(house, locale, code, { step, hash }));
    }
    const view = await readAsAuthor(house.db, code);
    return data({ view, changed }, { headers: unkept });
  } catch (error) {
    if (!(error instanceof LetterRefusal) || error.code !== 'testimony-link') throw error;
    return data({ view: undefined, changed: false }, { headers: unkept });
  }
}

/** @returns false when the words are others than those the author had before them. */
async function say(
  { db }: House,
  locale: Locale,
  code: string,
  word: { readonly step: TestimonyWord; readonly hash: string },
): Promise<boolean> {
  try {
    const asked = await db.transaction().execute((tx) => sayAsAuthor(tx, code, word));
    // The author's word stands by itself, whatever comes of the rest.
    if (asked?.organiser !== undefined) await askRemoval(db, locale, asked.organiser, asked.letter);
    return true;
  } catch (error) {
    if (error instanceof LetterRefusal && error.code === 'testimony-changed') return false;
    throw error;
  }
}

/** Two people take it back: it is proposed in the name of who made the link, and another decides. */
async function askRemoval(
  db: House['db'],
  locale: Locale,
  organiser: NonNullable<Awaited<ReturnType<typeof sayAsAuthor>>>['organiser'],
  letter: string,
): Promise<void> {
  if (organiser === undefined) return;
  const t = translatorOf(locale, 'course');
  await db.transaction().execute((tx) =>
    proposeLetterRemoval(
      tx,
      organiser,
      {
        ...{ kind: 'remove', audience: 'public', basis: 'consent' },
        title: t('urgent.title', { name: letter.slice(0, 8) }),
        ...{ basisReason: t('urgent.reason'), riskNote: t('urgent.risk') },
        reviewOn: new Date().toISOString().slice(0, 10),
        reasonClass: 'consent-withdrawn',
      },
      letter,
    ),
  );
}

export function headers({ loaderHeaders, actionHeaders }: Route.HeadersArgs) {
  return actionHeaders.has('Cache-Control') ? actionHeaders : loaderHeaders;
}

/** Where the author of a testimony decides on its publication, by the link that they hold. */
export default function Testimony({ actionData }: Route.ComponentProps) {
  const t = useT('course');
  return (
    <article className="file letter">
      <title>{t('mine.title')}</title>
      <meta name="robots" content="noindex" />
      {actionData === undefined ? (
        <Unopened />
      ) : actionData.view === undefined ? (
        <header className="file-head">
          <h1>{t('mine.unknown')}</h1>
          <p className="lead">{t('mine.unknown.means')}</p>
        </header>
      ) : (
        <Opened view={actionData.view} changed={actionData.changed} />
      )}
    </article>
  );
}

function Unopened() {
  const t = useT('course');
  return (
    <>
      <header className="file-head">
        <h1>{t('mine.title')}</h1>
        <p className="lead">{t('mine.closed')}</p>
      </header>
      <StepButton step="open" hash="" look="accent">
        {t('mine.open')}
      </StepButton>
    </>
  );
}

function Opened({ view, changed }: { readonly view: AuthorsView; readonly changed: boolean }) {
  const t = useT('course');
  const { text, hash, word, isPublic, isLeaving } = view;
  const base = text.language.split('-', 1)[0];
  const dir = isLocale(base) ? direction(base) : 'auto';
  return (
    <>
      <header className="file-head">
        <p className="eyebrow">{t('mine.title')}</p>
        <h1>{t(`mine.${word ?? 'none'}`)}</h1>
        {isPublic && <p className="lead">{t(isLeaving ? 'mine.leaving' : 'mine.public')}</p>}
      </header>
      {changed && (
        <Notice tone="caution">
          <p>{t('refusal.testimony-changed')}</p>
        </Notice>
      )}
      <section className="section stack">
        <h2 dir={dir} lang={text.language}>
          {text.title}
        </h2>
        <LetterText form="testimony" version={{ text, direction: dir }} />
      </section>
      <div className="stack">
        {word !== 'permitted' && (
          <StepButton step="permitted" hash={hash} look="accent">
            {t('mine.permit')}
          </StepButton>
        )}
        {word !== 'held' && !isPublic && (
          <StepButton step="held" hash={hash} look="plain">
            {t('mine.hold')}
          </StepButton>
        )}
        {isPublic && word !== 'taken-back' && (
          <StepButton step="taken-back" hash={hash} look="danger">
            {t('mine.takeBack')}
          </StepButton>
        )}
      </div>
      {isPublic && <p className="section-note">{t('mine.takeBack.means')}</p>}
    </>
  );
}

function StepButton({
  step,
  hash,
  look,
  children,
}: {
  readonly step: string;
  readonly hash: string;
  readonly look: 'accent' | 'plain' | 'danger';
  readonly children: string;
}) {
  return (
    <PageForm id={step} state={undefined} area="course" reload className="step-form">
      <input type="hidden" name="step" value={step} />
      <input type="hidden" name="hash" value={hash} />
      {look === 'accent' ? (
        <SubmitButton>{children}</SubmitButton>
      ) : (
        <SubmitButton look={look}>{children}</SubmitButton>
      )}
    </PageForm>
  );
}
