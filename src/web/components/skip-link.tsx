import { useT } from '../messages/catalogs.ts';

/** The id of every page's `main`. */
export const contentId = 'content';

/** First thing on a page for who goes by keyboard. */
export function SkipLink() {
  const t = useT('common');
  return (
    <a className="skip-link" href={`#${contentId}`}>
      {t('skip')}
    </a>
  );
}
