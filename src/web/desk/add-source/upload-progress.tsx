import { formatNumber, type Locale } from '#platform/languages';
import { Progress } from '../../components/index.ts';
import { useT } from '../../messages/catalogs.ts';
import { useLocale } from '../../page-environment.tsx';
import type { Sending } from './use-upload.ts';

/** How far the files have come, and a way to stop. */
export function UploadProgress({
  sending,
  onCancel,
}: {
  readonly sending: Sending;
  readonly onCancel: () => void;
}) {
  const t = useT('coding');
  const locale = useLocale();
  const { sentBytes, totalBytes } = sending;
  const isSent = totalBytes > 0 && sentBytes >= totalBytes;
  const label = isSent
    ? t('upload.storing')
    : t('upload.sending', {
        sent: megabytes(sentBytes, locale),
        all: megabytes(totalBytes, locale),
      });
  return (
    <div className="upload-progress">
      <Progress label={label} {...(!isSent && { done: sentBytes, total: totalBytes })} />
      <button type="button" className="button" onClick={onCancel}>
        {t('upload.cancel')}
      </button>
      {/* The figures change many times a second; a screen reader hears of the two stages only. */}
      <output className="visually-hidden">
        {isSent ? t('upload.storing') : t('upload.begun')}
      </output>
    </div>
  );
}

function megabytes(bytes: number, locale: Locale): string {
  return formatNumber(Math.round(bytes / 1024 / 102.4) / 10, locale);
}
