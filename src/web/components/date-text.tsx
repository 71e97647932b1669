import { formatEdtf, type Edtf } from '#platform/calendar';
import { useLocale } from '../page-environment.tsx';

/**
 * A date in the calendar of the reader, the other one on hovering.
 *
 * @param both shows the other calendar in brackets, where the date carries weight.
 */
export function DateText({ edtf, both = false }: { readonly edtf: Edtf; readonly both?: boolean }) {
  const locale = useLocale();
  const inFull = formatEdtf(edtf, locale, { both: true });
  const shown = both ? inFull : formatEdtf(edtf, locale);
  return (
    <time
      dateTime={machineDate(edtf)}
      title={both ? undefined : inFull}
      // A day is not torn apart at the end of a line; an interval in words must be.
      className={shown.length <= 20 ? 'date-short' : undefined}
    >
      <bdi>{shown}</bdi>
    </time>
  );
}

// HTML knows whole days, months and years; anything vaguer has no machine form there.
function machineDate(edtf: string): string | undefined {
  return /^\d{4}(?:-\d{2}){0,2}$/.test(edtf) ? edtf : undefined;
}
