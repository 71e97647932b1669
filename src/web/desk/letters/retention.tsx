import { useActionData } from 'react-router';
import * as z from 'zod';
import {
  decideRetention,
  LetterRefusal,
  readRetentionDesk,
  setRetention,
  type RetentionDesk,
} from '#letters';
import { Notice } from '../../components/index.ts';
import {
  DateField,
  handleForm,
  optionalDate,
  optionalText,
  PageForm,
  SubmitButton,
  type FormState,
} from '../../forms/index.ts';
import { useT } from '../../messages/catalogs.ts';
import { notFound } from '../../not-found.ts';
import type { PageHandle } from '../../page-handle.ts';
import { useLocale } from '../../page-environment.tsx';
import { dayWords } from '../claims/moment-words.ts';
import { LetterHead } from './letter-head.tsx';
import { letterRequest } from './letter-request.ts';
import type { Route } from './+types/retention.ts';
import '../entity/entity.css';
import './letters.css';

export const handle: PageHandle = { hydrate: true, messages: ['letters'] };

export async function loader({ params, context }: Route.LoaderArgs) {
  const { actor, house, letter } = await letterRequest(context, params.uid);
  const retention = await readRetentionDesk(house.db, actor, letter.uid);
  if (retention === undefined) notFound();
  const today = new Date().toISOString().slice(0, 10);
  return { uid: letter.uid, name: letter.name, retention, today };
}

export async function action({ request, params, context }: Route.ActionArgs) {
  const { actor, locale, house, letter } = await letterRequest(context, params.uid);
  const { uid } = letter;
  const posted = z.object({
    step: z.enum(['set', 'approve', 'drop']),
    until: optionalDate(locale),
    proposed: optionalText(10),
  });
  return handleForm(request, posted, async ({ step, until, proposed = '' }) => {
    await house.db.transaction().execute(async (tx) => {
      if (step === 'set') {
        if (until === undefined) throw new LetterRefusal({ code: 'retention-day', field: 'until' });
        await setRetention(tx, actor, uid, { until, now: new Date() });
      } else {
        const { singlePerson } = house;
        await decideRetention(tx, actor, uid, {
          ...{ approve: step === 'approve', proposed, now: new Date() },
          ...(singlePerson && { singlePerson }),
        });
      }
    });
    return `/desk/letters/${uid}/retention`;
  });
}

/** Until when what signers gave is kept, and how it ends sooner. */
export default function Retention({ loaderData }: Route.ComponentProps) {
  const t = useT('letters');
  const locale = useLocale();
  const state = useActionData<typeof action>();
  const { uid, name, retention, today } = loaderData;
  const { until, erased, kept, invited, proposed } = retention;
  return (
    <article className="case-file">
      <LetterHead
        {...{ uid, name, title: t('retention.title'), to: `/desk/letters/${uid}/signing` }}
      />
      <p className="lead">
        {until === null
          ? t('retention.none')
          : t('retention.until', { day: dayWords(until, locale) })}
      </p>
      {erased === null ? (
        <p>{t('retention.kept', { kept, invited })}</p>
      ) : (
        <Notice tone="done">
          <p>
            {t('retention.erased', { day: dayWords(erased.day, locale), count: erased.signed })}
          </p>
        </Notice>
      )}
      <p className="section-note measure">{t('retention.means')}</p>
      {erased === null && proposed !== null && <Proposed {...{ proposed, state, today }} />}
      {erased === null && proposed === null && <Setting {...{ retention, state }} />}
    </article>
  );
}

interface Part {
  readonly state: FormState | undefined;
}

function Setting({ retention, state }: Part & { readonly retention: RetentionDesk }) {
  const t = useT('letters');
  const { hasBegun, until } = retention;
  return (
    <section className="record-section stack-tight">
      <h2>{t(hasBegun && until !== null ? 'retention.earlier' : 'retention.set')}</h2>
      <p>{t(meansOf(retention))}</p>
      <PageForm id="set" state={state} area="letters" labels={{ until: t('retention.day') }}>
        <input type="hidden" name="step" value="set" />
        <DateField
          name="until"
          label={t('retention.day')}
          required
          defaultValue={hasBegun ? undefined : (until ?? undefined)}
        />
        <SubmitButton>{t(hasBegun ? 'retention.propose' : 'retention.save')}</SubmitButton>
      </PageForm>
    </section>
  );
}

function meansOf({ hasBegun, until }: RetentionDesk) {
  if (!hasBegun) return 'retention.set.means';
  return until === null ? 'retention.first.means' : 'retention.earlier.means';
}

function Proposed({
  proposed: { until, by, isOwn },
  state,
  today,
}: Part & {
  readonly proposed: NonNullable<RetentionDesk['proposed']>;
  readonly today: string;
}) {
  const t = useT('letters');
  const locale = useLocale();
  const isPast = until < today;
  return (
    <section className="record-section stack-tight">
      <h2>{t('retention.proposed')}</h2>
      <p>{t('retention.proposed.by', { by, day: dayWords(until, locale) })}</p>
      {isPast && (
        <Notice tone="caution">
          <p>{t('retention.atOnce')}</p>
        </Notice>
      )}
      {isOwn && <p className="section-note">{t('retention.other')}</p>}
      <div className="row">
        {!isOwn && <Decision step="approve" look="danger" proposed={until} state={state} />}
        <Decision step="drop" look="plain" proposed={until} state={state} />
      </div>
    </section>
  );
}

function Decision({
  step,
  look,
  proposed,
  state,
}: Part & {
  readonly step: 'approve' | 'drop';
  readonly look: 'danger' | 'plain';
  readonly proposed: string;
}) {
  const t = useT('letters');
  return (
    <PageForm id={step} state={state} area="letters" className="row">
      <input type="hidden" name="step" value={step} />
      <input type="hidden" name="proposed" value={proposed} />
      <SubmitButton look={look}>{t(`retention.${step}`)}</SubmitButton>
    </PageForm>
  );
}
