import type { DeliveryReading, ListedReading } from '#publish';
import { DateText } from '../../components/index.ts';
import { useT } from '../../messages/catalogs.ts';

/** To whom a letter was brought, and what came of it. */
export function LetterDeliveries({
  deliveries,
  sources = [],
  lang,
}: {
  readonly deliveries: readonly DeliveryReading[];
  /** Pages of the sources that hold answers, as far as they are public. */
  readonly sources?: readonly ListedReading[];
  /** In which these words are written, as the letter is. */
  readonly lang: string;
}) {
  const t = useT('public');
  if (deliveries.length === 0) return null;
  return (
    <section className="section" aria-labelledby="deliveries">
      <h2 id="deliveries">{t('letter.deliveries')}</h2>
      <ol className="plain-list letter-deliveries">
        {deliveries.map((delivery, at) => (
          // oxlint-disable-next-line react/no-array-index-key
          <li key={at}>
            <Delivery {...{ delivery, lang, sources }} />
          </li>
        ))}
      </ol>
    </section>
  );
}

function Delivery({
  delivery,
  sources,
  lang,
}: {
  readonly delivery: DeliveryReading;
  readonly sources: readonly ListedReading[];
  readonly lang: string;
}) {
  const t = useT('public');
  const { addressee, on, how, by, signed, acknowledged, answered, changed } = delivery;
  const source = sources.find(({ uid }) => uid === answered?.source);
  return (
    <>
      <h3 dir="auto">{t('letter.delivery.to', { addressee })}</h3>
      <p>
        <DateText edtf={on} /> · {t(`letter.delivery.how.${how}`)} ·{' '}
        <bdi>{t('letter.delivery.by', { by })}</bdi>
      </p>
      <p>{t('letter.delivery.signed', { count: signed })}</p>
      {acknowledged !== undefined && (
        <p>
          {t('letter.delivery.acknowledged')} · <DateText edtf={acknowledged} />
        </p>
      )}
      {answered !== undefined && (
        <p>
          {t('letter.delivery.answered')} · <DateText edtf={answered.on} />
        </p>
      )}
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
      {changed !== '' && (
        <>
          <p className="muted">{t('letter.delivery.changed')}</p>
          <p lang={lang} dir="auto">
            {changed}
          </p>
        </>
      )}
    </>
  );
}
