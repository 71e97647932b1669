import { data, redirect, useActionData } from 'react-router';
import * as z from 'zod';
import { makeTestimonyLink, readTestimony, recordTestimonyWord } from '#letters';
import { knownChannels } from '#letters/form';
import { Notice } from '../../components/index.ts';
import {
  choice,
  Field,
  PageForm,
  parseForm,
  RadioGroup,
  refusalToProblems,
  refused,
  Select,
  SubmitButton,
  type FormState,
} from '../../forms/index.ts';
import { useT } from '../../messages/catalogs.ts';
import { notFound } from '../../not-found.ts';
import type { PageHandle } from '../../page-handle.ts';
import { momentWords } from '../claims/moment-words.ts';
import { LetterHead } from './letter-head.tsx';
import { letterRequest } from './letter-request.ts';
import type { Route } from './+types/author.ts';
import '../entity/entity.css';
import './letters.css';

export const handle: PageHandle = { hydrate: true, messages: ['course'] };

export async function loader({ params, context }: Route.LoaderArgs) {
  const { actor, locale, house, letter } = await letterRequest(context, params.uid);
  const testimony = await readTestimony(house.db, actor, letter.uid);
  if (testimony === undefined) notFound();
  const { uid, name, version } = letter;
  const steps = testimony.steps.map(({ at, ...step }) => ({
    ...step,
    at: momentWords(at, locale),
  }));
  return { uid, name, version, hasLink: testimony.hasLink, steps };
}

const posted = z.object({
  do: z.enum(['link', 'record']),
  step: choice(['permitted', 'held']).optional(),
  how: z.enum(knownChannels).optional(),
  who: z.string().default(''),
});

export async function action({ request, params, context }: Route.ActionArgs) {
  const { actor, locale, house, letter } = await letterRequest(context, params.uid);
  const form = await parseForm(request, posted);
  if (!form.ok) return refused(form.state);
  const { do: what, step = 'held', how = 'in-person', who } = form.values;
  try {
    const code = await house.db.transaction().execute(async (tx) => {
      if (what === 'link') return makeTestimonyLink(tx, actor, letter.uid);
      await recordTestimonyWord(tx, actor, letter.uid, { step, how, who });
      return undefined;
    });
    if (code === undefined) return redirect(`/desk/letters/${letter.uid}/author`, 303);
    const link = new URL(`/${locale}/testimony/${code}`, house.signIn.publicUrl).href;
    // In the answer itself: an address that showed it would stay in the browser's history.
    return data({ link }, { headers: { 'Cache-Control': 'no-store' } });
  } catch (error) {
    return refused({ ...form.state, problems: refusalToProblems(error) });
  }
}

/** What the author of a testimony says of its publication, and the link by which they say it. */
export default function Author({ loaderData }: Route.ComponentProps) {
  const t = useT('course');
  const answer = useActionData<typeof action>();
  const state = answer !== undefined && 'problems' in answer ? answer : undefined;
  const link = answer !== undefined && 'link' in answer ? answer.link : undefined;
  const { uid, name, version, hasLink, steps } = loaderData;
  const title = t('testimony.title');
  return (
    <article className="case-file">
      <LetterHead {...{ uid, name, title, to: `/desk/letters/${uid}/course` }} />
      <p>{t('testimony.means')}</p>
      {link !== undefined && (
        <Notice tone="done">
          <p>{t('testimony.made')}</p>
          <p>
            <bdi className="code">{link}</bdi>
          </p>
        </Notice>
      )}
      {version === 0 ? (
        <p>{t('text.none')}</p>
      ) : (
        <>
          <PageForm id="link" state={state} area="course">
            <input type="hidden" name="do" value="link" />
            <SubmitButton>{t(hasLink ? 'testimony.makeNew' : 'testimony.make')}</SubmitButton>
          </PageForm>
          <RecordForm state={state} />
        </>
      )}
      <section className="record-section">
        <h2>{t('testimony.steps')}</h2>
        {steps.length === 0 && <p>{t('testimony.none')}</p>}
        <ol className="plain-list spaced">
          {steps.map(({ step, version: number, how, who, writtenBy, at }) => (
            <li key={at + step}>
              <p>{t(`testimony.step.${step}`, { number })}</p>
              <p className="muted">
                {at} · {t(`testimony.how.${how}`)} {who !== '' && <bdi>{who}</bdi>}{' '}
                {writtenBy !== null && <>· {t('testimony.by', { name: writtenBy })}</>}
              </p>
            </li>
          ))}
        </ol>
      </section>
    </article>
  );
}

function RecordForm({ state }: { readonly state: FormState | undefined }) {
  const t = useT('course');
  const channels = knownChannels.map((value) => ({ value, label: t(`testimony.how.${value}`) }));
  return (
    <section className="record-section stack-tight">
      <h2>{t('testimony.record')}</h2>
      <PageForm id="record" state={state} area="course">
        <input type="hidden" name="do" value="record" />
        <RadioGroup
          name="step"
          label={t('testimony.said')}
          defaultValue="held"
          options={(['permitted', 'held'] as const).map((value) => ({
            value,
            label: t(`testimony.said.${value}`),
          }))}
        />
        <Field name="who" label={t('testimony.who')} required />
        <Select name="how" label={t('testimony.how')} options={channels} />
        <SubmitButton>{t('testimony.do')}</SubmitButton>
      </PageForm>
    </section>
  );
}
