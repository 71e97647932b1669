import { useT } from '../../messages/catalogs.ts';

/** How far the reading of a copy has come, in words; nothing once its text is there. */
export function Reading({
  state,
  code,
}: {
  readonly state: string | null;
  readonly code: string | null;
}) {
  const t = useT('coding');
  switch (state) {
    case 'waiting':
    case 'reading':
      return <span className="tag">{t('reading.now')}</span>;
    case 'kept':
      return <span className="tag">{t('reading.kept')}</span>;
    case 'unreadable': {
      const key = `reading.why.${code ?? ''}`;
      const why = t.has(key) ? t(key) : t('reading.why.broken');
      return <span className="tag tag-caution">{t('reading.failed', { why })}</span>;
    }
    default:
      return null;
  }
}
