import { Form, Link } from 'react-router';
import { invitationStates, type InvitationState } from '#letters/form';
import { EmptyState, Pager, TableFrame, Tag } from '../../../components/index.ts';
import { useT } from '../../../messages/catalogs.ts';

interface Row {
  readonly uid: string;
  readonly state: InvitationState;
  readonly stopped: boolean;
  readonly name: string;
  readonly credit: string;
  readonly address: string;
}

interface Filter {
  readonly q: string;
  readonly state: InvitationState | undefined;
  readonly made: string | undefined;
  readonly after: string;
}

/** Who is invited, by state, name or list; and the same as a file. */
export function InvitedTable({
  uid,
  filter,
  view,
}: {
  readonly uid: string;
  readonly filter: Filter;
  readonly view: {
    readonly people: readonly Row[];
    readonly next: string | undefined;
    readonly counts: Readonly<Record<InvitationState, number>>;
  };
}) {
  const t = useT('invite');
  const { people, next, counts } = view;
  if (Object.values(counts).every((count) => count === 0)) {
    return <EmptyState title={t('empty')}>{t('emptyAdvice')}</EmptyState>;
  }
  const address = `/desk/letters/${uid}/invitations`;
  return (
    <section className="record-section" aria-label={t('title')}>
      <Filters filter={filter} />
      {people.length === 0 ? (
        <p>{t('nobodyFound')}</p>
      ) : (
        <TableFrame label={t('title')}>
          <table className="table">
            <thead>
              <tr>
                <th scope="col">{t('person')}</th>
                <th scope="col">{t('state')}</th>
                <th scope="col">{t('address')}</th>
              </tr>
            </thead>
            <tbody>
              {people.map((one) => (
                <tr key={one.uid}>
                  <th scope="row">
                    <Link dir="auto" to={`${address}/${one.uid}`}>
                      {one.name}
                    </Link>{' '}
                    <bdi className="muted small">{one.credit}</bdi>
                  </th>
                  <td>
                    <Tag>{t(`state.${one.state}`)}</Tag> {one.stopped && <Tag>{t('stopped')}</Tag>}
                  </td>
                  <td>
                    <bdi>{one.address === '' ? '–' : one.address}</bdi>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableFrame>
      )}
      <Pager
        previous={filter.after === '' ? undefined : addressOf(address, { ...filter, after: '' })}
        next={next === undefined ? undefined : addressOf(address, { ...filter, after: next })}
      />
      <form method="post" action={`${address}/export`}>
        <button type="submit" className="button button-quiet">
          {t('export')}
        </button>
      </form>
    </section>
  );
}

function Filters({ filter }: { readonly filter: Filter }) {
  const t = useT('invite');
  return (
    <search>
      <Form className="row inviting-filters">
        <label>
          <span className="visually-hidden">{t('search')}</span>
          <input
            type="search"
            name="q"
            className="input"
            dir="auto"
            placeholder={t('search')}
            defaultValue={filter.q}
          />
        </label>
        <label>
          <span className="visually-hidden">{t('state')}</span>
          <select name="state" className="input" defaultValue={filter.state ?? ''}>
            <option value="">{t('state.any')}</option>
            {invitationStates.map((one) => (
              <option key={one} value={one}>
                {t(`state.${one}`)}
              </option>
            ))}
          </select>
        </label>
        {filter.made !== undefined && <input type="hidden" name="import" value={filter.made} />}
        <button type="submit" className="button button-plain">
          {t('search.do')}
        </button>
      </Form>
    </search>
  );
}

function addressOf(address: string, { q, state, made, after }: Filter): string {
  const asked = Object.entries({ q, state: state ?? '', import: made ?? '', after });
  const said = asked.filter(([, value]) => value !== '');
  return `${address}?${new URLSearchParams(said).toString()}`;
}
