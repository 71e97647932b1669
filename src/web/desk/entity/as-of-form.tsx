import { Form, Link } from 'react-router';
import { Notice } from '../../components/index.ts';
import { useT } from '../../messages/catalogs.ts';

/** Shows the record as it stood on a day. */
export function AsOfForm({
  asOf,
  path,
}: {
  readonly asOf: {
    readonly typed: string;
    readonly words: string | undefined;
    readonly isMoment: boolean;
    readonly problem: string | undefined;
  };
  readonly path: string;
}) {
  const t = useT('record');
  const upkeep = useT('upkeep');
  return (
    <>
      <details className="as-of" open={asOf.typed !== ''}>
        <summary>{t('asOf.title')}</summary>
        <Form className="filters">
          <label>
            {t('asOf.day')}{' '}
            <input
              name="asOf"
              className="input"
              dir="auto"
              defaultValue={asOf.typed}
              aria-invalid={asOf.problem !== undefined || undefined}
            />
          </label>
          <button type="submit" className="button">
            {t('action.show')}
          </button>
        </Form>
        <p className="small muted">{t('date.hint')}</p>
        {asOf.problem !== undefined && (
          <p className="field-problem">{t('refusal.date-not-a-date')}</p>
        )}
      </details>
      {asOf.words !== undefined && (
        <Notice tone="caution">
          <p>
            {asOf.isMoment
              ? upkeep('asOf.moment', { moment: asOf.words })
              : t('asOf.notice', { day: asOf.words })}{' '}
            <Link to={path}>{t('asOf.now')}</Link>
          </p>
        </Notice>
      )}
    </>
  );
}
