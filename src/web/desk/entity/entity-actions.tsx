import { Link } from 'react-router';
import { useT } from '../../messages/catalogs.ts';
import { CodeFromSource } from './code-from-source.tsx';

/** What can be done with an entity from its page. */
export function EntityActions({
  path,
  entity,
  mayWrite,
  mayExport,
  mayPublish,
  isPublished,
}: {
  readonly path: string;
  readonly entity: { readonly uid: string };
  readonly mayWrite: boolean;
  readonly mayExport: boolean;
  readonly mayPublish: boolean;
  /** Readers see it now. */
  readonly isPublished: boolean;
}) {
  const t = useT('record');
  const upkeep = useT('upkeep');
  return (
    <div className="row">
      {mayWrite && <CodeFromSource entity={entity.uid} />}
      {mayWrite && (
        <Link className="button" to={`${path}/add`}>
          {t('entity.addClaim')}
        </Link>
      )}
      {mayWrite && (
        <Link className="button" to={`/desk/claims/withdraw?entity=${entity.uid}`}>
          {upkeep('withdraw.open')}
        </Link>
      )}
      {mayPublish && (
        <Link className="button" to={`/desk/publications/new?subjects=${entity.uid}`}>
          {t('entity.publish')}
        </Link>
      )}
      {mayPublish && isPublished && (
        <Link className="button" to={`/desk/publications/remove/${entity.uid}`}>
          {t('entity.takeBack')}
        </Link>
      )}
      {mayExport && (
        // A post, because the audit trail takes a line of it.
        <form method="post" action={`${path}/export`} className="row">
          <button type="submit" className="button button-quiet" name="format" value="csv">
            {t('export.csv')}
          </button>
          <button type="submit" className="button button-quiet" name="format" value="jsonl">
            {t('export.jsonl')}
          </button>
        </form>
      )}
    </div>
  );
}
