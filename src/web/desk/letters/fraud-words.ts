import type { Group } from '#letters';
import type { Grouping } from '#letters/form';
import type { AreaTranslator } from '../../messages/catalogs.ts';

/** The address of a group at the desk. */
export function groupAddress(letter: string, { by, of }: Group): string {
  return `/desk/letters/${letter}/fraud/${by}/${encodeURIComponent(of)}`;
}

/** What a group is called besides its kind: a short sign of its hash, which says nothing elsewhere. */
export function groupSign(by: Grouping, of: string, reason: AreaTranslator<'ledger'>): string {
  if (by === 'reason') {
    const key = `reason.${of}`;
    return reason.has(key) ? reason(key) : of;
  }
  if (by === 'hour') return `${of.replace('T', ' ')}:00 UTC`;
  if (by === 'signature') return of.slice(0, 8);
  return BigInt.asUintN(64, BigInt(of)).toString(36).padStart(13, '0').slice(0, 6);
}
