import { Link, useActionData } from 'react-router';
import * as z from 'zod';
import {
  addDelivery,
  addSolidarity,
  changeDelivery,
  dropSolidarity,
  listDeliveries,
  listSolidarity,
  listVersions,
  type Delivery,
} from '#letters';
import { deliveryWays } from '#letters/form';
import { publicAmong, readListed } from '#publish';
import { Tag } from '../../components/index.ts';
import {
  Field,
  flag,
  handleForm,
  optionalDate,
  optionalText,
  PageForm,
  SubmitButton,
} from '../../forms/index.ts';
import { useT } from '../../messages/catalogs.ts';
import type { PageHandle } from '../../page-handle.ts';
import { dayWords } from '../claims/moment-words.ts';
import { DeliveryForm } from './delivery-form.tsx';
import { LetterHead } from './letter-head.tsx';
import { letterRequest } from './letter-request.ts';
import type { Route } from './+types/deliveries.ts';
import '../entity/entity.css';
import './letters.css';

export const handle: PageHandle = { hydrate: true, messages: ['course'] };

export async function loader({ request, params, context }: Route.LoaderArgs) {
  const { actor, locale, house, letter } = await letterRequest(context, params.uid);
  const { uid, name } = letter;
  const [deliveries, linked, versions] = await Promise.all([
    listDeliveries(house.db, actor, uid),
    listSolidarity(house.db, actor, uid),
    listVersions(house.db, actor, uid),
  ]);
  const pages = await publicAmong(house.readerDb, linked);
  const newest = versions.find(({ state }) => state === 'approved');
  const chosen = new URL(request.url).searchParams.get('delivery');
  return {
    ...{ uid, name, version: letter.version, addressees: newest?.text.addressees ?? [] },
    chosen: deliveries.find((one) => one.uid === chosen),
    deliveries: deliveries.map((one) => ({
      ...{ ...one, on: dayWords(one.deliveredOn, locale) },
      // What was not written down is null or empty.
      acknowledged: one.acknowledgedOn ? dayWords(one.acknowledgedOn, locale) : '',
      answered: one.answeredOn ? dayWords(one.answeredOn, locale) : '',
    })),
    solidarity: linked.map((subject) => {
      const page = pages.find((one) => one.subject === subject);
      const listed = page && readListed(page, locale);
      return { subject, name: listed?.name.text, address: listed?.address };
    }),
  };
}

export async function action({ request, params, context }: Route.ActionArgs) {
  const { actor, locale, house, letter } = await letterRequest(context, params.uid);
  const { uid } = letter;
  const day = optionalDate(locale);
  const form = z.object({
    step: z.enum(['deliver', 'link', 'unlink']),
    ...{ delivery: z.uuid().optional(), revision: z.coerce.number().int().optional() },
    ...{ addressee: z.string().default(''), deliveredOn: day, how: z.string().default('') },
    ...{ byWhom: z.string().default(''), acknowledgedOn: day, answeredOn: day },
    ...{ answer: optionalText(5_000), source: optionalText(2_000), changed: optionalText(5_000) },
    ...{ dropped: flag(), subject: optionalText(2_000) },
  });
  return handleForm(request, form, async (typed) => {
    const { step, delivery, revision = 0, dropped, subject = '', ...rest } = typed;
    const how = deliveryWays.find((one) => one === rest.how) ?? 'other';
    const source = rest.source === undefined ? undefined : uidIn(rest.source);
    const input = { ...rest, how, source, deliveredOn: rest.deliveredOn ?? '' };
    const now = new Date();
    await house.db.transaction().execute(async (tx) => {
      if (step === 'link') await addSolidarity(tx, actor, uid, uidIn(subject));
      else if (step === 'unlink') await dropSolidarity(tx, actor, uid, subject);
      else if (delivery === undefined) await addDelivery(tx, actor, uid, input, now);
      else await changeDelivery(tx, actor, uid, delivery, { ...input, revision, dropped }, now);
    });
    return `/desk/letters/${uid}/deliveries`;
  });
}

/** The public id in the address of a page; the text itself where there is none. */
function uidIn(address: string): string {
  return /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/iu.exec(address)?.[0] ?? address;
}

/** To whom a letter was brought and what came of it; and what others did for what it asks. */
export default function Deliveries({ loaderData }: Route.ComponentProps) {
  const t = useT('course');
  const state = useActionData<typeof action>();
  const { uid, name, version, deliveries, chosen } = loaderData;
  return (
    <article className="case-file">
      <LetterHead {...{ uid, name, title: t('delivery.go'), to: `/desk/letters/${uid}/course` }} />
      <p>{t('delivery.means')}</p>
      {deliveries.length > 0 && (
        <ul className="plain-list spaced">
          {deliveries.map((one) => (
            <li key={one.uid}>
              <p>
                <strong>
                  <bdi>{one.addressee}</bdi>
                </strong>{' '}
                {one.dropped && <Tag>{t('delivery.isDropped')}</Tag>}
              </p>
              <p>
                {one.on} · {t(`way.${one.how}`)} · <bdi>{one.byWhom}</bdi>
              </p>
              <p className="muted">{t('delivery.signed', { count: one.signed.total })}</p>
              <WhatCame {...one} />
              <p>
                <Link to={`?delivery=${one.uid}#deliver`}>{t('delivery.change')}</Link>
              </p>
            </li>
          ))}
        </ul>
      )}
      {version === 0 ? (
        <p>{t('text.none')}</p>
      ) : (
        <DeliveryForm
          // Another delivery is another form: what stood in the fields must not stay.
          key={chosen?.uid ?? 'new'}
          {...{ state, chosen, addressees: loaderData.addressees }}
        />
      )}
      <section className="record-section stack-tight">
        <h2>{t('solidarity')}</h2>
        <p className="section-note">{t('solidarity.means')}</p>
        {loaderData.solidarity.length === 0 && <p>{t('solidarity.none')}</p>}
        <ul className="plain-list spaced">
          {loaderData.solidarity.map((one) => (
            <li key={one.subject}>
              {one.address === undefined ? (
                <p>{t('solidarity.gone')}</p>
              ) : (
                <p>
                  <a href={one.address}>
                    <bdi>{one.name}</bdi>
                  </a>
                </p>
              )}
              <PageForm id={`unlink-${one.subject}`} state={state} area="course">
                <input type="hidden" name="step" value="unlink" />
                <input type="hidden" name="subject" value={one.subject} />
                <SubmitButton look="plain">{t('solidarity.drop')}</SubmitButton>
              </PageForm>
            </li>
          ))}
        </ul>
        <PageForm id="link" state={state} area="course">
          <input type="hidden" name="step" value="link" />
          <Field name="subject" label={t('solidarity.address')} dir="ltr" required />
          <SubmitButton>{t('solidarity.add')}</SubmitButton>
        </PageForm>
      </section>
    </article>
  );
}

/** What came of a delivery, as far as it is written down. */
function WhatCame({
  acknowledged,
  answered,
  answer,
  changed,
}: Pick<Delivery, 'answer' | 'changed'> & {
  readonly acknowledged: string;
  readonly answered: string;
}) {
  const t = useT('course');
  return (
    <>
      {acknowledged !== '' && (
        <p>
          {t('delivery.acknowledged')} {acknowledged}
        </p>
      )}
      {answered !== '' && (
        <p>
          {t('delivery.answered')} {answered}
        </p>
      )}
      {answer && <blockquote dir="auto">{answer}</blockquote>}
      {changed && (
        <p>
          <span className="muted">{t('delivery.changed')}</span> <bdi>{changed}</bdi>
        </p>
      )}
    </>
  );
}
