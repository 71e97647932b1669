import { tags, type DerNode } from './der-reader.ts';
import { TimestampFault } from './fault.ts';

/**
 * The moment of a certificate's UTCTime or GeneralizedTime (RFC 5280 §4.1.2.5: to the second, in UTC;
 * two-digit years from 1950 to 2049), in milliseconds since 1970.
 */
export function readCertificateTime(node: DerNode): number {
  const text = textOf(node);
  if (node.tag === tags.utcTime && /^\d{12}Z$/.test(text)) {
    return momentOf(`${text < '50' ? '20' : '19'}${text}`);
  }
  if (node.tag === tags.generalizedTime && /^\d{14}Z$/.test(text)) return momentOf(text);
  throw malformed();
}

/**
 * The moment of a genTime in milliseconds since 1970, with a fraction when the authority is finer
 * (RFC 3161 §2.4.2: in UTC, to the second or below, a fraction without zeros at its end).
 */
export function readGenTime(node: DerNode): number {
  const text = textOf(node);
  const parts = /^(\d{14})(?:\.(\d{0,8}[1-9]))?Z$/.exec(text);
  if (parts === null) throw malformed();
  const fraction = parts[2] === undefined ? 0 : Number(`0.${parts[2]}`) * 1000;
  return momentOf(parts[1] ?? '') + fraction;
}

function momentOf(digits: string): number {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = [
    digits.slice(0, 4),
    ...(digits.slice(4, 14).match(/../g) ?? []),
  ].map(Number);
  const date = new Date(0);
  // Date.UTC would take the years 0 to 99 for 1900 to 1999.
  date.setUTCFullYear(year, month - 1, day);
  date.setUTCHours(hour, minute, second);
  // 31 February and 24:61 would be carried over in silence.
  if (date.toISOString().replaceAll(/\D/g, '') !== `${digits.slice(0, 14)}000`) throw malformed();
  return date.getTime();
}

function textOf(node: DerNode): string {
  return String.fromCharCode(...node.content.subarray(0, 32));
}

function malformed(): TimestampFault {
  return new TimestampFault('structure-malformed', 'no time of the form that stands there');
}
