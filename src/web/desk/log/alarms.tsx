import * as z from 'zod';
import { answerAlarm, listAlarms, type ListedAlarm } from '#log';
import type { Locale } from '#platform/languages';
import { EmptyState, Tag } from '../../components/index.ts';
import { PageForm, SubmitButton, TextArea, handleForm, type FormState } from '../../forms/index.ts';
import { useT } from '../../messages/catalogs.ts';
import type { PageHandle } from '../../page-handle.ts';
import { momentWords } from '../claims/moment-words.ts';
import { logRequest } from './log-request.ts';
import { LogTabs } from './log-tabs.tsx';
import type { Route } from './+types/alarms.ts';
import './log.css';

export const handle: PageHandle = { hydrate: true, messages: ['log', 'record'] };

export async function loader({ context }: Route.LoaderArgs) {
  const { locale, house } = logRequest(context);
  const alarms = await listAlarms(house.db);
  return { alarms: alarms.map((alarm) => shown(alarm, locale)) };
}

function shown({ detail, raisedAt, lastAt, seenAt, ...alarm }: ListedAlarm, locale: Locale) {
  const told = (name: string): string => {
    const value = typeof detail === 'object' && detail !== null ? Reflect.get(detail, name) : '';
    return typeof value === 'string' ? value : '';
  };
  return {
    ...alarm,
    raised: momentWords(raisedAt, locale),
    last: momentWords(lastAt, locale),
    seen: seenAt && momentWords(seenAt, locale),
    ...{ code: told('code'), message: told('message'), countersigner: told('countersigner') },
  };
}

export function action({ request, context }: Route.ActionArgs) {
  const { actor, house } = logRequest(context);
  const schema = z.object({ uid: z.string(), comment: z.string().trim().max(2_000) });
  return handleForm(request, schema, async ({ uid, comment }) => {
    await house.db.transaction().execute((tx) => answerAlarm(tx, actor, uid, comment));
    return '/desk/log/alarms';
  });
}

/** What somebody must look at; nothing here is ever deleted. */
export default function Alarms({ loaderData, actionData }: Route.ComponentProps) {
  const t = useT('log');
  const { alarms } = loaderData;
  return (
    <>
      <LogTabs current="alarms" />
      <p className="measure">{t('alarms.lead')}</p>
      {alarms.length === 0 ? (
        <EmptyState title={t('alarms.empty')}>{t('alarms.emptyAdvice')}</EmptyState>
      ) : (
        <ul className="ruled-list">
          {alarms.map((alarm) => (
            <AlarmItem key={alarm.uid} alarm={alarm} form={actionData} />
          ))}
        </ul>
      )}
    </>
  );
}

type Alarm = ReturnType<typeof shown>;

function AlarmItem({
  alarm,
  form,
}: {
  readonly alarm: Alarm;
  readonly form: FormState | undefined;
}) {
  const t = useT('log');
  const { kind, seen, raised, last, times, comment } = alarm;
  const title = `alarm.${kind}`;
  const advice = kind === 'log-stopped' ? `stopped.${alarm.code}` : `${title}.advice`;
  const other = kind === 'log-stopped' ? t('stopped.other') : t('alarm.other.advice');
  return (
    <li className="log-part">
      <h2>
        {t.has(title) ? t(title) : t('alarm.other')}{' '}
        <Tag tone={seen === null ? 'problem' : 'plain'}>
          {seen === null ? t('alarms.unseen') : t('alarms.seen')}
        </Tag>
      </h2>
      <p className="small muted">
        {t('alarms.when', { n: times, raised, last })}
        {[alarm.countersigner, alarm.origin].map(
          (one) =>
            one !== '' && (
              <span key={one}>
                {'\u{A0}· '}
                <bdi>{one}</bdi>
              </span>
            ),
        )}
      </p>
      <p className="measure">{t.has(advice) ? t(advice) : other}</p>
      {alarm.message !== '' && (
        <p className="small muted measure" dir="auto" lang="en">
          {alarm.message}
        </p>
      )}
      <div className="log-notes">
        {(['ours', 'theirs'] as const).map(
          (side) =>
            alarm[side] !== '' && (
              <Evidence key={side} uid={alarm.uid} side={side} note={alarm[side]} />
            ),
        )}
      </div>
      {seen === null ? (
        <PageForm
          id={`answer-${alarm.uid}`}
          state={form}
          area="record"
          labels={{ comment: t('alarms.comment') }}
        >
          <input type="hidden" name="uid" value={alarm.uid} />
          <TextArea name="comment" rows={2} hint={t('alarms.commentHint')} />
          <div className="row">
            <SubmitButton look="plain">{t('alarms.answer')}</SubmitButton>
          </div>
        </PageForm>
      ) : (
        <p className="measure">
          <span className="small muted">{t('alarms.seenAt', { at: seen })}</span>{' '}
          <bdi>{comment}</bdi>
        </p>
      )}
    </li>
  );
}

function Evidence({
  uid,
  side,
  note,
}: {
  readonly uid: string;
  readonly side: 'ours' | 'theirs';
  readonly note: string;
}) {
  const t = useT('log');
  return (
    <section aria-label={t(`evidence.${side}`)}>
      <p className="row row-apart">
        <strong>{t(`evidence.${side}`)}</strong>
        <a href={`/desk/log/alarms/${uid}/${side}`} download>
          {t('evidence.download')}
          <span className="visually-hidden"> {t(`evidence.${side}`)}</span>
        </a>
      </p>
      {/* What scrolls must take the focus, or the keyboard cannot scroll it (WCAG 2.1.1). */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <pre className="log-note code" dir="ltr" tabIndex={0}>
        {note}
      </pre>
    </section>
  );
}
