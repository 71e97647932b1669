import { Link } from 'react-router';
import type { LetterSummary } from '#letters';
import { Notice } from '../../components/index.ts';
import { useT } from '../../messages/catalogs.ts';

/** Pages of a letter on which something can wait; versions and translations lead to themselves. */
const places = {
  panel: 'withheld',
  opening: 'withheld',
  update: 'updates',
  retention: 'retention',
  aside: 'fraud',
} as const;

/** What else of a letter waits for a second person, with the way there. */
export function WaitingNotice({ uid, waits }: Pick<LetterSummary, 'uid' | 'waits'>) {
  const t = useT('letters');
  return waits.map((step) =>
    step === 'text' || step === 'translation' ? null : (
      <Notice key={step} tone="info">
        <p>{t(`waits.${step}`)}</p>
        <p>
          <Link className="button" to={`/desk/letters/${uid}/${places[step]}`}>
            {t('open.read')}
          </Link>
        </p>
      </Notice>
    ),
  );
}
