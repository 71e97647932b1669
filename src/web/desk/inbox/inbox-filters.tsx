import { Form } from 'react-router';
import type { PersonChoice } from '#accounts';
import type { WorkState } from '#evidence';
import { formatNumber } from '#platform/languages';
import { Tabs } from '../../components/index.ts';
import { useT } from '../../messages/catalogs.ts';
import { useLocale } from '../../page-environment.tsx';
import { inboxPath, type InboxFilter } from './inbox-filter.ts';

/** Tabs by state, and the finer filters under them. Everything is a link or a plain form. */
export function InboxFilters({
  filter,
  counts,
  people,
}: {
  readonly filter: InboxFilter;
  /** To whom sources may be assigned. */
  readonly people: readonly PersonChoice[];
  readonly counts: Readonly<Record<WorkState, number>>;
}) {
  const t = useT('coding');
  const locale = useLocale();
  const all = counts.new + counts['in-work'] + counts.done;
  const tabs = [
    { state: 'all', count: all },
    { state: 'new', count: counts.new },
    { state: 'in-work', count: counts['in-work'] },
    { state: 'done', count: counts.done },
  ] as const;
  return (
    <search className="inbox-filters">
      <Tabs
        label={t('inbox.states')}
        tabs={tabs.map(({ state, count }) => ({
          to: inboxPath(filter, { state }),
          current: filter.state === state,
          label: (
            <>
              {t(`inbox.state.${state}`)}{' '}
              <span className="muted number">{formatNumber(count, locale)}</span>
            </>
          ),
        }))}
      />
      <Form className="inbox-narrow" action="/desk">
        {filter.state !== 'all' && <input type="hidden" name="state" value={filter.state} />}
        <label className="visually-hidden" htmlFor="inbox-q">
          {t('inbox.text')}
        </label>
        <input
          key={filter.text}
          id="inbox-q"
          className="input input-medium"
          type="search"
          name="q"
          dir="auto"
          placeholder={t('inbox.text')}
          defaultValue={filter.text}
        />
        <label className="visually-hidden" htmlFor="inbox-assigned">
          {t('inbox.assigned')}
        </label>
        <select
          key={filter.assigned}
          id="inbox-assigned"
          className="input input-auto"
          name="assigned"
          defaultValue={filter.assigned}
        >
          {(['all', 'me', 'nobody'] as const).map((assigned) => (
            <option key={assigned} value={assigned}>
              {t(`inbox.assigned.${assigned}`)}
            </option>
          ))}
          {people.map(({ uid, name }) => (
            <option key={uid} value={uid}>
              {t('inbox.assigned.person', { name })}
            </option>
          ))}
        </select>
        <label className="inbox-check">
          <input
            key={String(filter.changed)}
            type="checkbox"
            name="changed"
            value="1"
            defaultChecked={filter.changed}
          />
          {t('inbox.changedOnly')}
        </label>
        <button type="submit" className="button">
          {t('action.filter')}
        </button>
      </Form>
    </search>
  );
}
