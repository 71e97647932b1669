import { isLocale } from '#platform/languages';
import { houseContext, pageContext } from '#web/context';
import { Notice } from '../../components/index.ts';
import { useT } from '../../messages/catalogs.ts';
import { notFound } from '../../not-found.ts';
import { useLocale } from '../../page-environment.tsx';
import { CheckYourself } from './check-yourself.tsx';
import { CountersignedLine, CountersignedTimes } from './countersigned-by.tsx';
import { readProofPage } from './proof-reading.ts';
import type { Route } from './+types/proof.ts';
import './log.css';

export async function loader({ params, context }: Route.LoaderArgs) {
  const { locale, subject } = params;
  if (!isLocale(locale)) notFound();
  const reading = await readProofPage(context.get(houseContext), subject, locale);
  return { site: context.get(pageContext).instance, reading: reading ?? notFound() };
}

type Reading = Route.ComponentProps['loaderData']['reading'];

/** What is proven of one published page, and how to check it without us. */
export default function ProofPage({ loaderData }: Route.ComponentProps) {
  const t = useT('log');
  const locale = useLocale();
  const { site, reading } = loaderData;
  const { uid, title, page, state, proven } = reading;
  const heading = title === undefined ? t('proof.removal') : t('proof.title');
  return (
    <article className="file log-file">
      <title>{`${heading} – ${site.name}`}</title>
      {/* A name is found by its own page, and by no proof of it after that page is gone. */}
      <meta name="robots" content="noindex" />
      <header className="file-head">
        <p className="eyebrow">{heading}</p>
        <h1>
          {title === undefined ? (
            t('proof.removedName')
          ) : (
            <bdi lang={title.language}>{title.text}</bdi>
          )}
        </h1>
        <p className="lead">
          <a href={page}>{t('proof.back')}</a>
        </p>
      </header>
      {site.demonstration && (
        <Notice tone="caution">
          <p>{t('public.demonstration')}</p>
        </Notice>
      )}
      {state !== 'proven' && (
        <Notice tone={state === 'refused' ? 'problem' : 'info'}>
          <p>
            {state === 'waiting' && title === undefined
              ? t('proof.waitingRemoval')
              : t(`proof.${state}`, { number: title?.number ?? 0 })}
          </p>
        </Notice>
      )}
      {proven !== undefined && (
        <>
          <Proven {...reading} proven={proven} />
          <Entry proven={proven} />
        </>
      )}
      <CheckYourself
        commands={[
          title === undefined
            ? `countersign verify ${site.publicUrl}/log/proof/${uid} --policy POLICY`
            : `countersign verify ${uid}.zip --policy POLICY`,
        ]}
      >
        {proven !== undefined && (
          <li>
            {title !== undefined && (
              <>
                <a href={`/dossier/${uid}.zip?lang=${locale}`} download>
                  {t('check.download')}
                </a>{' '}
                {t('check.downloadHolds')}{' '}
              </>
            )}
            <a href={`/log/proof/${uid}`}>{t('check.json')}</a>
          </li>
        )}
      </CheckYourself>
    </article>
  );
}

function Proven({
  state,
  by,
  stamped,
  origin,
  published,
  proven,
}: Reading & { readonly proven: NonNullable<Reading['proven']> }) {
  const t = useT('log');
  const locale = useLocale();
  const { number, place, entries, isRemoval } = proven;
  return (
    <section aria-labelledby="proven" className="section">
      <h2 id="proven">{t('proof.shown')}</h2>
      <div className="prose">
        <ul>
          <li>{t(isRemoval ? 'proof.removed' : 'proof.edition', { number, place, entries })}</li>
          {state === 'proven' && <li>{t(isRemoval ? 'proof.gone' : 'proof.latest')}</li>}
          <li>
            <CountersignedLine by={by} />
            {by.length === 0 && <p className="section-note">{t('by.nobodyMeans')}</p>}
            <CountersignedTimes by={by} />
          </li>
          {stamped.map(({ authority, at }) => (
            <li key={authority}>
              {t('stamped.proof', { at })} <bdi dir="ltr">{authority}</bdi>
            </li>
          ))}
          <li>
            {t('proof.published', { at: published ?? '' })}{' '}
            <bdi className="code" dir="ltr">
              {origin}
            </bdi>
            {'. '}
            <a href={`/${locale}/log`}>{t('proof.aboutLog')}</a>
          </li>
        </ul>
        {!isRemoval && <p>{t('proof.notTruth')}</p>}
      </div>
    </section>
  );
}

function Entry({ proven }: { readonly proven: NonNullable<Reading['proven']> }) {
  const t = useT('log');
  const kind = `entry.${proven.entry.kind}`;
  return (
    <section aria-labelledby="entry" className="section">
      <h2 id="entry">{t('entry.title')}</h2>
      <p className="section-note">{t('entry.note')}</p>
      <dl className="facts">
        <dt>{t('entry.kind')}</dt>
        <dd>{t.has(kind) ? t(kind) : proven.entry.kind}</dd>
        {proven.fields.map(({ name, value, isCode }) => {
          const key = `field.${name}`;
          return (
            <Field key={name} name={t.has(key) ? t(key) : name} value={value} isCode={isCode} />
          );
        })}
        <Field name={t('entry.id')} value={proven.entry.id} isCode />
      </dl>
    </section>
  );
}

function Field({
  name,
  value,
  isCode,
}: {
  readonly name: string;
  readonly value: string;
  readonly isCode: boolean;
}) {
  return (
    <>
      <dt>{name}</dt>
      <dd>
        {isCode ? (
          <bdi className="code" dir="ltr">
            {value}
          </bdi>
        ) : (
          value
        )}
      </dd>
    </>
  );
}

export { PageError as ErrorBoundary } from '../../components/index.ts';
