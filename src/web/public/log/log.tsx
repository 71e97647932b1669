import { Fragment } from 'react';
import { isLocale } from '#platform/languages';
import { houseContext, pageContext } from '#web/context';
import { Notice } from '../../components/index.ts';
import { useT } from '../../messages/catalogs.ts';
import { notFound } from '../../not-found.ts';
import { useLocale } from '../../page-environment.tsx';
import { PageHead } from '../page-head.tsx';
import { CheckYourself } from './check-yourself.tsx';
import { CountersignedLine, CountersignedTimes } from './countersigned-by.tsx';
import { readLogPage } from './log-reading.ts';
import type { Route } from './+types/log.ts';
import './log.css';

export async function loader({ params, context }: Route.LoaderArgs) {
  const { locale } = params;
  if (!isLocale(locale)) notFound();
  const { readerDb } = context.get(houseContext);
  return { site: context.get(pageContext).instance, ...(await readLogPage(readerDb, locale)) };
}

const proves = ['there', 'whole', 'latest', 'removed'] as const;
const doesNotProve = ['truth', 'readers', 'identity'] as const;

/** What the log is, who countersigns it, and how a stranger checks it. */
export default function LogPage({ loaderData }: Route.ComponentProps) {
  const t = useT('log');
  const { site, checkpoint, by, ownKey } = loaderData;
  return (
    <article className="file log-file">
      <PageHead
        title={t('public.title')}
        siteName={site.name}
        description={t('public.lead')}
        publicUrl={site.publicUrl}
        path="/log"
        type="website"
      />
      <header className="file-head">
        <h1>{t('public.title')}</h1>
        <p className="lead">{t('public.lead')}</p>
      </header>
      {site.demonstration && (
        <Notice tone="caution">
          <p>{t('public.demonstration')}</p>
        </Notice>
      )}
      <section className="last-reported" aria-label={t('public.now')}>
        <p>
          <strong>
            {checkpoint === undefined ? t('public.none') : <CountersignedLine by={by} />}
          </strong>
        </p>
        <p className="section-note">
          {checkpoint === undefined
            ? t('public.noneMeans')
            : by.length === 0
              ? t('by.nobodyMeans')
              : t('by.means')}
        </p>
        <CountersignedTimes by={by} />
      </section>
      <Numbers {...loaderData} />
      <section aria-labelledby="proves" className="section">
        <h2 id="proves">{t('proves.title')}</h2>
        <div className="prose">
          <p>{t('proves.how')}</p>
          <ul>
            {proves.map((one) => (
              <li key={one}>{t(`proves.${one}`)}</li>
            ))}
          </ul>
          <h3>{t('proves.not')}</h3>
          <ul>
            {doesNotProve.map((one) => (
              <li key={one}>{t(`proves.not.${one}`)}</li>
            ))}
          </ul>
        </div>
      </section>
      <CheckYourself
        commands={[
          'countersign verify DOSSIER.zip --policy POLICY',
          `countersign monitor ${site.publicUrl}`,
        ]}
      >
        <li>{t('check.dossier')}</li>
      </CheckYourself>
      <Programs hasKey={ownKey !== undefined} />
    </article>
  );
}

function Numbers({
  checkpoint,
  stamped,
  ownKey,
  earlierKeys,
  missing,
  quorum,
  countersigners,
}: Route.ComponentProps['loaderData']) {
  const t = useT('log');
  const common = useT('common');
  return (
    <section aria-labelledby="numbers" className="section">
      <h2 id="numbers">{t('public.facts')}</h2>
      <dl className="facts">
        {checkpoint !== undefined && (
          <>
            <dt>{t('public.size')}</dt>
            <dd>{checkpoint.entries}</dd>
            <dt>{t('public.published')}</dt>
            <dd>{checkpoint.published}</dd>
          </>
        )}
        {countersigners > 0 && (
          <>
            <dt>{t('public.quorum')}</dt>
            <dd>{t('public.quorumOf', { n: quorum, of: countersigners })}</dd>
          </>
        )}
        {checkpoint !== undefined && missing.length > 0 && (
          <>
            <dt>{t('public.missing')}</dt>
            <dd>
              {missing.map((name, at) => (
                <span key={name}>
                  {at > 0 && common('list.comma')}
                  <bdi>{name}</bdi>
                </span>
              ))}
            </dd>
          </>
        )}
        {stamped.length > 0 && (
          <>
            <dt>{t('stamped.title')}</dt>
            {stamped.map(({ authority, entries, at }) => (
              <dd key={authority}>
                {t('stamped.tree', { entries, at })} <bdi dir="ltr">{authority}</bdi>
              </dd>
            ))}
          </>
        )}
        {ownKey !== undefined && (
          <>
            <dt>{t('public.origin')}</dt>
            <dd>
              <bdi className="code" dir="ltr">
                {ownKey.origin}
              </bdi>
            </dd>
            <dt>{t('public.key')}</dt>
            <dd>
              <bdi className="code" dir="ltr">
                {ownKey.verifierKey}
              </bdi>
            </dd>
            <dt>{t('key.spoken')}</dt>
            <dd>
              <bdi className="code log-key" dir="ltr">
                {ownKey.spoken}
              </bdi>
              <p className="section-note">{t('key.advice')}</p>
            </dd>
          </>
        )}
        {earlierKeys.map(({ verifierKey, spoken, retired }) => (
          <Fragment key={verifierKey}>
            <dt>{t('public.earlierKey')}</dt>
            <dd>
              <bdi className="code log-key" dir="ltr">
                {spoken}
              </bdi>
              <p className="section-note">
                {retired === undefined
                  ? t('public.earlierKey.signs')
                  : t('public.earlierKey.retired', { at: retired })}
              </p>
            </dd>
          </Fragment>
        ))}
      </dl>
    </section>
  );
}

function Programs({ hasKey }: { readonly hasKey: boolean }) {
  const t = useT('log');
  const locale = useLocale();
  return (
    <section aria-labelledby="programs" className="section">
      <h2 id="programs">{t('programs.title')}</h2>
      <ul className="plain-list log-links">
        <li>
          <a href="/.well-known/countersign.json">{t('programs.everything')}</a>
        </li>
        <li>
          <a href="/log/checkpoint">{t('programs.checkpoint')}</a>
        </li>
        {hasKey && (
          <li>
            <a href="/log/policy">{t('programs.policy')}</a>
          </li>
        )}
        <li>
          <a href={`/${locale}/method`}>{t('programs.method')}</a>
        </li>
      </ul>
    </section>
  );
}

export { PageError as ErrorBoundary } from '../../components/index.ts';
