import { domainToASCII } from 'node:url';
import { keyedHash } from '#platform/sealing';
import { MailRefusal } from './mail-refusal.ts';

const maxLength = 254; // RFC 5321 §4.5.3.1.3, without the angle brackets.
const maxLocalLength = 64; // §4.5.3.1.1.

// RFC 5322 dot-atom with the letters of RFC 6531. Quoted local parts are left out: nobody is given one,
// and they are how a second address or a header is smuggled in.
const local =
  /^[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+(?:\.[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+)*$/u;
const domain =
  /^(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/u;

/**
 * One mail address as typed by anyone, attackers included.
 *
 * @returns it with the blanks around it gone and its domain in lower-case ASCII. The local part is kept
 * as typed: whether its case means anything is for its server to say.
 * @throws MailRefusal `mail-address`.
 */
export function parseMailAddress(typed: string): string {
  const text = typed.length > 2 * maxLength ? '' : typed.trim().normalize('NFC');
  const at = text.lastIndexOf('@');
  const name = text.slice(0, Math.max(at, 0));
  const host = domainToASCII(text.slice(at + 1)).toLowerCase();
  const address = `${name}@${host}`;
  const isLocal = local.test(name) && Buffer.byteLength(name) <= maxLocalLength;
  if (!isLocal || !domain.test(host) || Buffer.byteLength(address) > maxLength) {
    throw new MailRefusal({ code: 'mail-address', field: 'to' });
  }
  return address;
}

/**
 * A keyed hash of the mailbox behind an address, to recognise it without keeping it. Case and what
 * follows a `+` are left out, because most servers deliver them to the same person.
 *
 * @param address as `parseMailAddress` gives it.
 */
export function hashMailbox(key: Uint8Array, address: string): Buffer {
  const [name = '', host = ''] = address.toLowerCase().split('@');
  const mailbox = name.replace(/\+.*$/u, '');
  return keyedHash(key, `${mailbox}@${host}`);
}
