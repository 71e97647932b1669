import { Link, useFetcher } from 'react-router';
import type { SourceSummary, WorkState } from '#evidence';
import { VisuallyHidden } from '../../components/index.ts';
import { useT } from '../../messages/catalogs.ts';
import { languageName } from '../language-name.ts';
import { useLocale } from '../../page-environment.tsx';
import { inboxPath, type InboxFilter } from './inbox-filter.ts';
import { Reading } from './reading.tsx';

/** A source as the inbox shows it; its date already in words. */
export interface InboxSource extends SourceSummary {
  readonly isMine: boolean;
}

/** One source: what it is, how far it is, and the two moves one makes most. */
export function InboxRow({
  source,
  filter,
}: {
  readonly source: InboxSource;
  readonly filter: InboxFilter;
}) {
  const t = useT('coding');
  const locale = useLocale();
  const facts = [
    source.publisher,
    source.published,
    source.language === null ? null : languageName(source.language, locale),
  ].filter((fact) => fact !== null);
  return (
    <li className="inbox-row" data-source={source.uid}>
      <span className="inbox-mark">
        {source.changedSinceLook && (
          <span className="inbox-dot">
            <VisuallyHidden>{t('inbox.changed')}</VisuallyHidden>
          </span>
        )}
      </span>
      <div className="inbox-what">
        <Link className="inbox-title" to={`/desk/sources/${source.uid}`} data-open="">
          <bdi>{source.title}</bdi>
        </Link>
        <p className="small muted inbox-facts">
          {facts.map((fact) => (
            <span key={fact}>
              <bdi>{fact}</bdi>
            </span>
          ))}
          {!source.seen && <span>{t('source.notSeen')}</span>}
          <Reading state={source.reading} code={source.readingCode} />
        </p>
      </div>
      <p className="inbox-claims small">
        {source.claims > 0 && t('inbox.claims', { count: source.claims })}
        {source.proposed > 0 && (
          <span className="muted"> {t('inbox.proposed', { count: source.proposed })}</span>
        )}
      </p>
      <p className="inbox-who small">
        {source.assignedTo === null ? (
          <span className="muted">{t('inbox.nobody')}</span>
        ) : (
          <bdi>{source.isMine ? t('inbox.me') : source.assignedTo.name}</bdi>
        )}
      </p>
      <div className="inbox-moves">
        <Move
          source={source}
          filter={filter}
          change={source.isMine ? 'assign-nobody' : 'assign-me'}
          shortcut="a"
        />
        <Move source={source} filter={filter} change={nextState(source.workState)} shortcut="d" />
      </div>
    </li>
  );
}

function nextState(state: WorkState): WorkState {
  return state === 'done' ? 'in-work' : 'done';
}

function Move({
  source,
  filter,
  change,
  shortcut,
}: {
  readonly source: InboxSource;
  readonly filter: InboxFilter;
  readonly change: 'assign-me' | 'assign-nobody' | WorkState;
  readonly shortcut: string;
}) {
  const t = useT('coding');
  const fetcher = useFetcher();
  const [, query = ''] = inboxPath(filter, { at: filter.at }).split('?');
  const isMoving = fetcher.state !== 'idle';
  return (
    <fetcher.Form method="post" action={`/desk?index${query === '' ? '' : `&${query}`}`}>
      <input type="hidden" name="source" value={source.uid} />
      <input type="hidden" name="seen" value={source.workState} />
      <button
        type="submit"
        className="button button-quiet"
        name="change"
        value={change}
        data-key={shortcut}
        aria-label={t('inbox.moveOf', { move: t(`inbox.move.${change}`), title: source.title })}
        aria-disabled={isMoving || undefined}
      >
        {isMoving ? t('state.saving') : t(`inbox.move.${change}`)}
      </button>
    </fetcher.Form>
  );
}
