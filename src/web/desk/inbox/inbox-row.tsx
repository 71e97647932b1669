import { Link, useFetcher } from 'react-router';
import type { PersonChoice } from '#accounts';
import type { SourceSummary, WorkState } from '#evidence';
import { VisuallyHidden } from '../../components/index.ts';
import { useT } from '../../messages/catalogs.ts';
import { languageName } from '../language-name.ts';
import { useLocale } from '../../page-environment.tsx';
import { inboxPath, type InboxFilter } from './inbox-filter.ts';
import { AssigneeSelect } from './assignee.tsx';
import { Reading } from './reading.tsx';

/** A source as the inbox shows it; its date already in words. */
export interface InboxSource extends SourceSummary {
  readonly isMine: boolean;
}

/** One source: what it is, how far it is, and the two moves one makes most. */
export function InboxRow({
  source,
  filter,
  people,
  me,
  mayArrange,
}: {
  readonly source: InboxSource;
  readonly filter: InboxFilter;
  /** Who may work on it. */
  readonly people: readonly PersonChoice[];
  /** Uid of who looks. */
  readonly me: string;
  readonly mayArrange: boolean;
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
      <div className="inbox-who small">
        {mayArrange ? (
          <HandOver source={source} filter={filter} people={people} me={me} />
        ) : (
          <Assignee source={source} />
        )}
      </div>
      {mayArrange && (
        <div className="inbox-moves">
          <Move
            source={source}
            filter={filter}
            change={source.isMine ? 'assign-nobody' : 'assign-me'}
            shortcut="a"
          />
          <Move source={source} filter={filter} change={nextState(source.workState)} shortcut="d" />
        </div>
      )}
    </li>
  );
}

function Assignee({ source }: { readonly source: InboxSource }) {
  const t = useT('coding');
  if (source.assignedTo === null) return <span className="muted">{t('inbox.nobody')}</span>;
  return <bdi>{source.isMine ? t('inbox.me') : source.assignedTo.name}</bdi>;
}

function HandOver({
  source,
  filter,
  people,
  me,
}: {
  readonly source: InboxSource;
  readonly filter: InboxFilter;
  readonly people: readonly PersonChoice[];
  readonly me: string;
}) {
  const t = useT('coding');
  const fetcher = useFetcher();
  const isMoving = fetcher.state !== 'idle';
  return (
    // A new one for a new assignee: what was opened to hand it over is closed again.
    <details key={source.assignedTo?.uid} className="inbox-hand">
      <summary>
        <Assignee source={source} />
        <VisuallyHidden>{t('assign.of', { title: source.title })}</VisuallyHidden>
      </summary>
      <fetcher.Form method="post" action={actionOf(filter)} className="inbox-hand-form">
        <input type="hidden" name="source" value={source.uid} />
        <input type="hidden" name="seen" value={source.workState} />
        <AssigneeSelect
          id={`to-${source.uid}`}
          people={people}
          me={me}
          assigned={source.assignedTo}
        />
        <button
          type="submit"
          className="button"
          name="change"
          value="assign"
          aria-disabled={isMoving || undefined}
        >
          {isMoving ? t('state.saving') : t('assign.submit')}
        </button>
      </fetcher.Form>
    </details>
  );
}

function actionOf(filter: InboxFilter): string {
  const [, query = ''] = inboxPath(filter, { at: filter.at }).split('?');
  return `/desk?index${query === '' ? '' : `&${query}`}`;
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
  const isMoving = fetcher.state !== 'idle';
  return (
    <fetcher.Form method="post" action={actionOf(filter)}>
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
