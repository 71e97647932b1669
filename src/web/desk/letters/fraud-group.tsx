import { Link, useActionData } from 'react-router';
import * as z from 'zod';
import { appearances } from '@countersign/letter';
import { chooseAside, parseGroup, readFraudGroup, type FraudGroupView } from '#letters';
import { asideReasons, knownChannels, type AsideReason } from '#letters/form';
import { formatNumber } from '#platform/languages';
import { TableFrame } from '../../components/index.ts';
import { flag, handleForm, optionalChoice, type FormState } from '../../forms/index.ts';
import { useT } from '../../messages/catalogs.ts';
import { notFound } from '../../not-found.ts';
import { useLocale } from '../../page-environment.tsx';
import type { PageHandle } from '../../page-handle.ts';
import { momentWords } from '../claims/moment-words.ts';
import { AcceptForm, SetAsideForm } from './fraud-forms.tsx';
import { groupSign } from './fraud-words.ts';
import { letterRequest } from './letter-request.ts';
import type { Route } from './+types/fraud-group.ts';
import '../entity/entity.css';
import './fraud.css';

export const handle: PageHandle = {
  hydrate: true,
  messages: ['fraud', 'ledger', 'letters', 'sign'],
};

export async function loader({ params, context }: Route.LoaderArgs) {
  const { actor, locale, house, letter } = await letterRequest(context, params.uid);
  const group = parseGroup(params.by, params.of) ?? notFound();
  const { uid, name } = letter;
  const view =
    (await readFraudGroup(house.db, actor, house.letterSealer, uid, group, new Date())) ??
    notFound();
  return {
    ...{ uid, name, group, counts: view.counts, host: view.host, mayDecide: view.mayDecide },
    ...{ until: view.until.toISOString(), untilWords: momentWords(view.until, locale) },
    sample: view.sample.map((one) => ({
      ...one,
      confirmedAt: momentWords(one.confirmedAt, locale),
    })),
  };
}

const posted = z.object({
  kind: z.enum(['aside', 'accept']),
  until: z.iso.datetime(),
  reason: optionalChoice(asideReasons),
  channel: optionalChoice(knownChannels),
  trust: flag(),
});

export async function action({ request, params, context }: Route.ActionArgs) {
  const { actor, house, letter } = await letterRequest(context, params.uid);
  const group = parseGroup(params.by, params.of) ?? notFound();
  const { singlePerson, letterSealer: sealer } = house;
  return handleForm(request, posted, async ({ until, reason = 'other', ...choice }) => {
    await house.db
      .transaction()
      .execute((tx) =>
        chooseAside(
          tx,
          actor,
          sealer,
          letter.uid,
          { ...choice, group, reason, until: new Date(until) },
          { singlePerson },
        ),
      );
    return `/desk/letters/${letter.uid}/fraud`;
  });
}

/** One group before somebody decides on it: how many, of which sort, and a sample. */
export default function FraudGroupPage({ loaderData }: Route.ComponentProps) {
  const t = useT('fraud');
  const ledger = useT('ledger');
  const state: FormState | undefined = useActionData<typeof action>();
  const { uid, name, group, counts, host, sample, until, untilWords, mayDecide } = loaderData;
  const has = (...states: readonly string[]) => counts.some((one) => states.includes(one.state));
  return (
    <article className="case-file">
      <title>{t('preview')}</title>
      <header className="page-head">
        <div>
          <p className="eyebrow">
            <Link to={`/desk/letters/${uid}/fraud`}>{t('title')}</Link> · <bdi>{name}</bdi>
          </p>
          <h1>
            {t(`group.${group.by}`)}{' '}
            <bdi className="group-sign">{host ?? groupSign(group.by, group.of, ledger)}</bdi>
          </h1>
        </div>
      </header>
      <section className="record-section stack-tight">
        <h2>{t('preview')}</h2>
        {counts.length === 0 ? <p>{t('preview.none')}</p> : <Counts counts={counts} />}
        <p className="section-note">{t('preview.until', { at: untilWords })}</p>
      </section>
      {sample.length > 0 && <Sample sample={sample} />}
      {mayDecide && has('confirmed', 'waiting') && (
        <SetAsideForm until={until} reason={usualReason(group.by)} state={state} />
      )}
      {mayDecide && has('aside') && (
        <AcceptForm until={until} isNetwork={group.by === 'network'} state={state} />
      )}
    </article>
  );
}

function usualReason(by: string): AsideReason {
  if (by === 'hour') return 'burst';
  return asideReasons.find((one) => one === by) ?? 'other';
}

const states = ['confirmed', 'aside', 'waiting', 'held'] as const;
const headings = {
  confirmed: 'counted',
  aside: 'aside',
  waiting: 'waiting',
  held: 'held',
} as const;

function Counts({ counts }: Pick<FraudGroupView, 'counts'>) {
  const t = useT('fraud');
  const sign = useT('sign');
  const locale = useLocale();
  const rows = appearances.filter((one) => counts.some(({ appearance }) => appearance === one));
  return (
    <TableFrame label={t('preview')}>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{t('appearance')}</th>
            {states.map((state) => (
              <th key={state} scope="col" className="table-number">
                {t(headings[state])}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row}>
              <th scope="row">{sign(`appearance.${row}`)}</th>
              {states.map((state) => {
                const found = counts.find((one) => one.state === state && one.appearance === row);
                return (
                  <td key={state} className="table-number">
                    {formatNumber(found?.signed ?? 0, locale)}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </TableFrame>
  );
}

type Shown = Omit<FraudGroupView['sample'][number], 'confirmedAt'> & {
  readonly confirmedAt: string;
};

function Sample({ sample }: { readonly sample: readonly Shown[] }) {
  const t = useT('fraud');
  const sign = useT('sign');
  return (
    <section className="record-section stack-tight">
      <h2>{t('sample')}</h2>
      <p className="section-note">{t('sample.means')}</p>
      <ul className="plain-list fraud-list">
        {sample.map(({ uid, state, name, credit, country, appearance, confirmedAt }) => (
          <li key={uid}>
            <strong>
              <bdi>{name === '' ? t('sample.unknown') : name}</bdi>
            </strong>{' '}
            <bdi>{[credit, country].filter((one) => one !== '').join(' · ')}</bdi>
            <p className="small muted">
              {t(headings[state])} · {sign(`appearance.${appearance}`)} · {confirmedAt}
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}
