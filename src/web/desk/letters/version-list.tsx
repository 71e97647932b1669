import { Link } from 'react-router';
import { TableFrame, Tag } from '../../components/index.ts';
import { useT } from '../../messages/catalogs.ts';
import type { VersionLine } from './letter-words.ts';

/** Every version that was ever proposed, the latest first. */
export function VersionList({
  uid,
  versions,
}: {
  readonly uid: string;
  readonly versions: readonly VersionLine[];
}) {
  const t = useT('letters');
  return (
    <section className="record-section stack-tight">
      <h2>{t('versions.title')}</h2>
      {versions.length === 0 ? (
        <p className="muted">{t('versions.none')}</p>
      ) : (
        <TableFrame label={t('versions.title')}>
          <table className="table">
            <thead>
              <tr>
                <th scope="col">{t('versions.version')}</th>
                <th scope="col">{t('versions.change')}</th>
                <th scope="col">{t('state')}</th>
                <th scope="col">{t('versions.author')}</th>
                <th scope="col">{t('versions.decided')}</th>
              </tr>
            </thead>
            <tbody>
              {versions.map((version) => (
                <tr key={version.uid}>
                  <th scope="row">
                    <Link to={`/desk/letters/${uid}/versions/${version.uid}`}>
                      {t('version', { number: version.number })}
                    </Link>
                  </th>
                  <td>{t(`change.${version.change}`)}</td>
                  <td>
                    <Tag tone={version.state === 'proposed' ? 'accent' : 'plain'}>
                      {t(`versionState.${version.state}`)}
                    </Tag>
                  </td>
                  <td>
                    <bdi>{version.author}</bdi>
                    <br />
                    <span className="small muted">{version.createdAt}</span>
                  </td>
                  <td>
                    <bdi>{version.decidedBy}</bdi>
                    <br />
                    <span className="small muted">{version.decidedAt}</span>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableFrame>
      )}
    </section>
  );
}
