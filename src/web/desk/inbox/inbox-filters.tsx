import { Form } from 'react-router';
import type { PersonChoice } from '#accounts';
import type { WorkState } from '#evidence';
import { useT } from '../../messages/catalogs.ts';
import { inboxPath, type InboxFilter } from './inbox-filter.ts';
import { InboxTabs } from './inbox-tabs.tsx';

/** Tabs by state, and the finer filters under them. Everything is a link or a plain form. */
export function InboxFilters({
  filter,
  counts,
  returned,
  people,
}: {
  readonly filter: InboxFilter;
  /** To whom sources may be assigned. */
  readonly people: readonly PersonChoice[];
  readonly counts: Readonly<Record<WorkState, number>>;
  /** Claims of one's own that were refused. */
  readonly returned: number;
}) {
  const t = useT('coding');
  return (
    <search className="inbox-filters">
      <InboxTabs
        counts={counts}
        returned={returned}
        current={filter.state}
        pathOf={(state) => inboxPath(filter, { state })}
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
