import type { DeliveryReading, ListedReading } from '#publish';
import { DateText } from '../../components/index.ts';
import { useT } from '../../messages/catalogs.ts';

/** To whom a letter was brought, and what came of it, where its course is not told: an edition, a preview. */
export function LetterDeliveries({
  deliveries,
  lang,
}: {
  readonly deliveries: readonly DeliveryReading[];
  /** In which these words are written, as the letter is. */
  readonly lang: string;
}) {
  const t = useT('public');
  if (deliveries.length === 0) return null;
  return (
    <section className="section" aria-labelledby="deliveries">
      <h2 id="deliveries">{t('letter.deliveries')}</h2>
      <ol className="plain-list letter-deliveries">
        {deliveries.map((delivery) => (
          <li key={delivery.uid}>
            <h3 dir="auto">{t('letter.delivery.to', { addressee: delivery.addressee })}</h3>
            <p>
              <DateText edtf={delivery.on} />
            </p>
            <DeliveryFacts delivery={delivery} />
            {delivery.answered !== undefined && (
              <p>
                {t('letter.delivery.answered')} · <DateText edtf={delivery.answered.on} />
              </p>
            )}
            <DeliveryAnswer {...{ delivery, lang }} />
            <DeliveryChange {...{ delivery, lang }} />
          </li>
        ))}
      </ol>
    </section>
  );
}

/** How it was brought, by whom, how many had signed, and whether it was received. */
export function DeliveryFacts({ delivery }: { readonly delivery: DeliveryReading }) {
  const t = useT('public');
  const { how, by, signed, acknowledged } = delivery;
  return (
    <>
      <p>
        {t(`letter.delivery.how.${how}`)} · <bdi>{t('letter.delivery.by', { by })}</bdi>
      </p>
      <p>{t('letter.delivery.signed', { count: signed })}</p>
      {acknowledged !== undefined && (
        <p>
          {t('letter.delivery.acknowledged')} · <DateText edtf={acknowledged} />
        </p>
      )}
    </>
  );
}

export function DeliveryAnswer({
  delivery: { answered },
  answers = [],
  lang,
}: {
  readonly delivery: DeliveryReading;
  /** Pages of the sources that hold answers, as far as they are public. */
  readonly answers?: readonly ListedReading[];
  readonly lang: string;
}) {
  const t = useT('public');
  const source = answers.find(({ uid }) => uid === answered?.source);
  return (
    <>
      {answered !== undefined && answered.answer !== '' && (
        <blockquote lang={lang} dir="auto">
          {answered.answer}
        </blockquote>
      )}
      {source !== undefined && (
        <p>
          <a href={source.address}>{t('letter.delivery.source')}</a>
        </p>
      )}
    </>
  );
}

export function DeliveryChange({
  delivery: { changed },
  lang,
}: {
  readonly delivery: DeliveryReading;
  readonly lang: string;
}) {
  const t = useT('public');
  if (changed === '') return null;
  return (
    <>
      <p className="muted">{t('letter.delivery.changed')}</p>
      <p lang={lang} dir="auto">
        {changed}
      </p>
    </>
  );
}
