import { Form, useSubmit } from 'react-router';
import type { QueueProgress } from '#record';
import { useT } from '../../messages/catalogs.ts';
import type { ReviewFilter } from './review-filter.ts';

/** Narrows the queue: by source, by who wrote it, without one's own. Goes by itself where scripts run. */
export function ReviewFilters({
  filter,
  progress,
}: {
  readonly filter: ReviewFilter;
  readonly progress: QueueProgress;
}) {
  const t = useT('record');
  const submit = useSubmit();
  return (
    <search>
      <Form
        className="filters"
        onChange={(event) => void submit(event.currentTarget, { replace: true })}
      >
        <label>
          {t('review.source')}{' '}
          <select name="source" className="input" defaultValue={filter.source ?? ''}>
            <option value="">{t('filter.all')}</option>
            {progress.sources.map(({ uid, title, n }) => (
              <option key={uid} value={uid}>
                {t('filter.counted', { name: title, n })}
              </option>
            ))}
          </select>
        </label>
        <label>
          {t('review.author')}{' '}
          <select name="author" className="input" defaultValue={filter.author ?? ''}>
            <option value="">{t('filter.all')}</option>
            {progress.authors.map(({ uid, name, n }) => (
              <option key={uid} value={uid}>
                {t('filter.counted', { name, n })}
              </option>
            ))}
          </select>
        </label>
        <label className="filters-check">
          <input type="checkbox" name="others" defaultChecked={filter.others === true} />{' '}
          {t('review.others')}
        </label>
        <button type="submit" className="button">
          {t('action.filter')}
        </button>
      </Form>
    </search>
  );
}
