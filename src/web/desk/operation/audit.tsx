import { Form, Link } from 'react-router';
import { auditActions, listAudit } from '#accounts';
import { TableFrame } from '../../components/index.ts';
import { translatorOf, useT } from '../../messages/catalogs.ts';
import type { PageHandle } from '../../page-handle.ts';
import { momentWords } from '../claims/moment-words.ts';
import { auditSubjects } from './audit-subjects.ts';
import { auditDetails } from './audit-words.ts';
import { OperationTabs } from './operation-tabs.tsx';
import { operatorRequest } from './operator-request.ts';
import type { Route } from './+types/audit.ts';
import '../claims/claims.css';

export const handle: PageHandle = { hydrate: true, messages: ['record'] };

const pageLength = 100;
const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export async function loader({ request, context }: Route.LoaderArgs) {
  const { actor, locale, house } = operatorRequest(context);
  const common = translatorOf(locale, 'common');
  const t = translatorOf(locale, 'record');
  const query = new URL(request.url).searchParams;
  const action = auditActions.find((one) => one === query.get('action'));
  const [account, before] = [query.get('account') ?? '', query.get('before') ?? ''];
  const entries = await listAudit(house.db, actor, {
    limit: pageLength,
    ...(action !== undefined && { action }),
    ...(uuid.test(account) && { accountUid: account }),
    ...(/^\d{1,18}$/.test(before) && { before }),
  });
  const about = entries.flatMap(({ subject }) =>
    subject !== undefined && uuid.test(subject) ? [subject] : [],
  );
  const subjects = await auditSubjects(house.db, actor, about, locale);
  return {
    action: action ?? '',
    account: uuid.test(account) ? account : '',
    actions: auditActions,
    older: entries.length === pageLength ? entries.at(-1)?.id : undefined,
    entries: entries.map(({ at, detail, ...entry }) => ({
      ...entry,
      at: momentWords(at, locale),
      about: subjects.get(entry.subject ?? ''),
      details: auditDetails(detail, t, common),
    })),
  };
}

/** Sign-ins, exports, readings of restricted things, decisions: who did what, when. */
export default function Audit({ loaderData }: Route.ComponentProps) {
  const t = useT('record');
  const { account, action, actions, entries, older } = loaderData;
  return (
    <>
      <OperationTabs current="audit" />
      <Form className="filters">
        {account !== '' && <input type="hidden" name="account" value={account} />}
        <label>
          {t('operation.action')}{' '}
          <select key={action} name="action" className="input" defaultValue={action}>
            <option value="">{t('operation.everything')}</option>
            {actions.map((one) => (
              <option key={one} value={one}>
                {t(`audit.${one}`)}
              </option>
            ))}
          </select>
        </label>
        <button type="submit" className="button">
          {t('action.filter')}
        </button>
      </Form>
      {entries.length === 0 && <p className="muted">{t('operation.noAudit')}</p>}
      <TableFrame label={t('operation.audit')}>
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{t('operation.at')}</th>
              <th scope="col">{t('operation.by')}</th>
              <th scope="col">{t('operation.action')}</th>
              <th scope="col">{t('operation.about')}</th>
            </tr>
          </thead>
          <tbody>
            {entries.map((entry) => (
              <tr key={entry.id}>
                <td>{entry.at}</td>
                <td>
                  {entry.by !== undefined && (
                    <Link to={`?account=${entry.by.uid}`}>
                      <bdi>{entry.by.name}</bdi>
                    </Link>
                  )}
                </td>
                <td>{t(`audit.${entry.action}`)}</td>
                <td>
                  <AuditAbout entry={entry} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableFrame>
      {older !== undefined && (
        <p>
          <Link to={`?${new URLSearchParams({ action, account, before: older })}`}>
            {t('operation.older')}
          </Link>
        </p>
      )}
    </>
  );
}

type Entry = Route.ComponentProps['loaderData']['entries'][number];

/** The thing by its name, its id for who looks for it elsewhere, and what is said besides. */
function AuditAbout({ entry }: { readonly entry: Entry }) {
  const { about, subject, details } = entry;
  return (
    <div className="stack-tight">
      {about !== undefined && (
        <p>
          {about.path === undefined ? (
            <bdi>{about.name}</bdi>
          ) : (
            <Link to={about.path}>
              <bdi>{about.name}</bdi>
            </Link>
          )}
        </p>
      )}
      {details.length > 0 && (
        <p className="row small">
          {details.map((one) => (
            <bdi key={one}>{one}</bdi>
          ))}
        </p>
      )}
      {subject !== undefined && (
        <p>
          <bdi className="code muted" dir="ltr">
            {subject}
          </bdi>
        </p>
      )}
    </div>
  );
}
