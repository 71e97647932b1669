import { Notice } from '../../components/index.ts';
import { useT } from '../../messages/catalogs.ts';
import type { LogView } from './log-view.ts';

/** What the log does at this moment, and what to do when it does nothing. */
export function LogStanding({
  state,
  quorum,
}: {
  readonly state: LogView['state'];
  readonly quorum: number;
}) {
  const t = useT('log');
  const { standing, entries, signed, published, waiting, uncountersigned, stopped, cosigned } =
    state;
  const tone = { empty: 'info', asked: 'info', running: 'done', short: 'caution' } as const;
  const why = `stopped.${stopped?.code ?? ''}`;
  return (
    <section className="part log-part">
      <h2>{t('state.title')}</h2>
      <Notice tone={standing in tone ? tone[standing as keyof typeof tone] : 'problem'}>
        <p>
          <strong>{t(`state.${standing}`)}</strong>
        </p>
        {standing === 'stopped' ? (
          <>
            <p>{t.has(why) ? t(why) : t('stopped.other')}</p>
            <p className="small muted" dir="auto" lang="en">
              {stopped?.message}
            </p>
          </>
        ) : (
          <p>{t(`state.${standing}.means`, { n: cosigned, quorum })}</p>
        )}
      </Notice>
      {signed !== null && (
        <dl className="facts">
          <dt>{t('state.entries')}</dt>
          <dd>{entries}</dd>
          <dt>{t('state.signed')}</dt>
          <dd>{signed}</dd>
          <dt>{t('state.published')}</dt>
          <dd>
            {published === null
              ? t('state.never')
              : t('state.publishedAt', { at: published.at, entries: published.entries })}
          </dd>
          <dt>{t('state.waiting')}</dt>
          {waiting === null && uncountersigned === null && <dd>{t('state.nothing')}</dd>}
          {waiting !== null && <dd>{t('state.waitingSince', waiting)}</dd>}
          {uncountersigned !== null && (
            <dd>{t('state.uncountersigned', { n: uncountersigned })}</dd>
          )}
        </dl>
      )}
    </section>
  );
}
