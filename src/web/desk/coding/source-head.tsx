import { Link } from 'react-router';
import type { PersonChoice, ScopeChoice } from '#accounts';
import type { SourcePage, WorkState } from '#evidence';
import { Tag, type Tone } from '../../components/index.ts';
import { useT } from '../../messages/catalogs.ts';
import { useLocale } from '../../page-environment.tsx';
import { languageName } from '../language-name.ts';
import { useScopeName } from '../add-source/scope-field.tsx';
import { AssigneeSelect } from '../inbox/assignee.tsx';
import { useCoding } from './coding-context.tsx';
import { useSave } from './use-save.ts';

/** A source as the page shows it, its terms and date already in words. */
export interface SourceSummaryFacts extends Omit<SourcePage, 'layers' | 'published'> {
  readonly published: string | null;
  readonly materialLabel: string;
  readonly reliabilityLabel: string;
  readonly isMine: boolean;
  readonly scope: ScopeChoice | undefined;
  /** To whom the reader may hand it. */
  readonly people: readonly PersonChoice[];
}

const tones: Readonly<Record<WorkState, Tone>> = {
  new: 'accent',
  'in-work': 'caution',
  done: 'done',
};

/** What the source is, and the moves one makes with it as a whole. */
export function SourceHead({ source }: { readonly source: SourceSummaryFacts }) {
  const t = useT('coding');
  const locale = useLocale();
  const { facts: coded } = useCoding();
  const nameOfScope = useScopeName();
  // Coding begins the work; the page itself is not loaded again for that.
  const hasBegun = source.workState === 'new' && coded.claims.length > 0;
  const workState = hasBegun ? 'in-work' : source.workState;
  const facts = [
    source.authors.join(', '),
    source.publisher,
    source.published,
    source.language === null ? null : languageName(source.language, locale),
    source.materialLabel,
    source.reliabilityLabel,
  ].filter((fact) => fact !== null && fact !== '');
  return (
    <header className="source-head">
      <div className="page-head">
        <h1>
          <bdi>{source.title}</bdi>
        </h1>
        <SourceMoves source={source} />
      </div>
      <p className="source-facts small muted">
        <Tag tone={tones[workState]}>{t(`inbox.state.${workState}`)}</Tag>
        {!source.seen && <Tag>{t('source.notSeen')}</Tag>}
        {source.scope !== undefined && (
          <Tag tone={source.scope.kind === 'partner' ? 'accent' : 'plain'}>
            {t('scope.only', { scope: nameOfScope(source.scope) })}
          </Tag>
        )}
        {facts.map((fact) => (
          <bdi key={fact}>{fact}</bdi>
        ))}
        {source.assignedTo !== null && (
          <span>
            {t('source.with', { who: source.isMine ? t('inbox.me') : source.assignedTo.name })}
          </span>
        )}
        {source.address !== null && (
          <a href={source.address} rel="noreferrer external" dir="ltr">
            {t('source.address')}
          </a>
        )}
      </p>
      <SourceLinks label={t('source.through')} sources={source.through} />
      <SourceLinks label={t('source.leadsTo')} sources={source.leadsTo} />
    </header>
  );
}

function SourceLinks({
  label,
  sources,
}: {
  readonly label: string;
  readonly sources: SourcePage['through'];
}) {
  const t = useT('coding');
  if (sources.length === 0) return null;
  return (
    <p className="source-facts small">
      <span className="muted">{label}:</span>
      {sources.map(({ uid, title, seen }) => (
        <span key={uid}>
          <Link to={`/desk/sources/${uid}`}>
            <bdi>{title}</bdi>
          </Link>
          {!seen && <span className="muted"> ({t('source.notSeen')})</span>}
        </span>
      ))}
    </p>
  );
}

function SourceMoves({ source }: { readonly source: SourceSummaryFacts }) {
  const t = useT('coding');
  const { save, isSaving } = useSave();
  const { account } = useCoding();
  const changes = [
    source.isMine ? 'assign-nobody' : 'assign-me',
    source.workState === 'done' ? 'in-work' : 'done',
  ] as const;
  return (
    <form
      method="post"
      className="row"
      onSubmit={(event) => {
        event.preventDefault();
        const button = event.nativeEvent.submitter;
        const to = new FormData(event.currentTarget).get('to');
        save({
          form: 'arrange',
          change: button?.getAttribute('value') ?? 'in-work',
          to: typeof to === 'string' ? to : '',
        });
      }}
    >
      <input type="hidden" name="form" value="arrange" />
      {source.people.length > 0 && (
        <span className="row source-hand">
          <AssigneeSelect
            id="to"
            people={source.people}
            me={account}
            assigned={source.assignedTo}
          />
          <button
            type="submit"
            name="change"
            value="assign"
            className="button"
            aria-disabled={isSaving || undefined}
          >
            {t('assign.submit')}
          </button>
        </span>
      )}
      {changes.map((change) => (
        <button
          key={change}
          type="submit"
          name="change"
          value={change}
          className="button"
          aria-disabled={isSaving || undefined}
        >
          {t(`inbox.move.${change}`)}
        </button>
      ))}
      <Link className="button" to={`/desk/sources/${source.uid}/edit`}>
        {t('source.edit')}
      </Link>
    </form>
  );
}
