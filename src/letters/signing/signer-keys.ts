import { createHash, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';
import { canonicalJson, type JsonValue } from '@countersign/proof';
import { createSealer, keyedHash, type Sealer } from '#platform/sealing';

/** Seals the secrets of letters under the master key. */
export interface LetterSealer {
  seal(plaintext: Uint8Array, context: string): string;
  /** @throws SealBroken. */
  open(sealed: string, context: string): Uint8Array;
}

/** What only somebody who has a letter's secret can make or read. */
export interface SignerKeys {
  /** Recognises a mailbox under this letter, and under no other. */
  mailbox(address: string): Buffer;
  /** Recognises a form that was sent before, whoever sends it again. */
  form(content: JsonValue): Buffer;
  /** The signer's link: 256 bits, base64url. Whoever holds it acts for the signer. */
  link(signature: string): string;
  /** What ends mails to a signer, or of an invitation, and does nothing else: mail programs send it by themselves. */
  stop(uid: string): string;
  /** The link to an invitation, another one for each way that it takes. */
  invitationLink(invitation: string, way: 'smtp' | 'outbox' | 'hand'): string;
  /** The link by which an agent signs for somebody who is invited. */
  agentLink(agent: string, way: 'smtp' | 'outbox'): string;
  /** The address that a signer gives to people who know them; another for each nonce. */
  vouchingAddress(nonce: string): string;
  /** 64 bits of what two signatures have in common, in decimal; of this letter alone. */
  signal(of: string): string;
  /** Seals what identifies a signer. */
  readonly person: Sealer;
  /** Seals for whom somebody vouches. */
  readonly vouches: Sealer;
  /** Seals the secrets under which networks are hashed for a week. */
  readonly weeks: Sealer;
}

/** Binds a letter's sealed secret to that letter. */
export const letterContext = (letter: string) => `letter ${letter}`;

/** @returns a fresh secret of a letter, sealed. */
export function makeLetterSecret(sealer: LetterSealer, letter: string): string {
  return sealer.seal(randomBytes(32), letterContext(letter));
}

// Deriving them costs as much as the rest of a signing together. Not for long: a letter's secret that was destroyed must
// be gone from memory too.
const keptMs = 60_000;
const mostKept = 16;
const kept = new WeakMap<LetterSealer, Map<string, { keys: SignerKeys; untilMs: number }>>();

/** @throws SealBroken when the secret was altered, or is of another letter. */
export function openSignerKeys(sealer: LetterSealer, letter: string, sealed: string): SignerKeys {
  const letters = kept.get(sealer) ?? new Map<string, { keys: SignerKeys; untilMs: number }>();
  kept.set(sealer, letters);
  const now = performance.now();
  for (const [one, { untilMs }] of letters) if (untilMs < now) letters.delete(one);
  const name = `${letter} ${sealed}`;
  const known = letters.get(name);
  if (known !== undefined) return known.keys;
  if (letters.size >= mostKept) letters.clear();
  const keys = deriveKeys(sealer, letter, sealed);
  letters.set(name, { keys, untilMs: now + keptMs });
  return keys;
}

function deriveKeys(sealer: LetterSealer, letter: string, sealed: string): SignerKeys {
  const secret = sealer.open(sealed, letterContext(letter));
  const key = (purpose: string) =>
    Buffer.from(hkdfSync('sha256', secret, new Uint8Array(0), `letter ${purpose}`, 32));
  const [mailboxes, forms, links] = [key('mailboxes'), key('forms'), key('links')];
  const stops = key('stops');
  const signals = key('signals');
  return {
    mailbox: (address) => keyedHash(mailboxes, canonicalMailbox(address)),
    form: (content) => keyedHash(forms, canonicalJson(content)),
    link: (signature) => keyedHash(links, signature).toString('base64url'),
    stop: (uid) => `${uid}.${keyedHash(stops, uid).toString('base64url')}`,
    invitationLink: (invitation, way) =>
      keyedHash(links, `invitation ${way} ${invitation}`).toString('base64url'),
    agentLink: (agent, way) => keyedHash(links, `agent ${way} ${agent}`).toString('base64url'),
    vouchingAddress: (nonce) => keyedHash(links, `vouching ${nonce}`).toString('base64url'),
    signal: (of) => keyedHash(signals, of).readBigInt64BE().toString(),
    person: createSealer(key('persons')),
    vouches: createSealer(key('vouches')),
    weeks: createSealer(key('weeks')),
  };
}

/** Whether somebody holds the code that ends mails to a signer or of an invitation. */
export function isStopCode(keys: SignerKeys, uid: string, code: string): boolean {
  const [given, right] = [Buffer.from(code), Buffer.from(keys.stop(uid))];
  return given.length === right.length && timingSafeEqual(given, right);
}

/** What is stored of a link. Any text may be asked: what is no link hashes to something no row has. */
export function hashLink(link: string): Buffer {
  return createHash('sha256').update(link.slice(0, 128)).digest();
}

// Mailboxes of these hosts are one however many dots stand in their name.
const dotless = new Set(['gmail.com', 'googlemail.com']);

/**
 * One spelling of the mailbox behind an address: case, and what follows a `+`, lead most servers to
 * the same person; dots do at some.
 *
 * @param address as `parseMailAddress` gives it.
 */
export function canonicalMailbox(address: string): string {
  const lower = address.toLowerCase();
  const at = lower.lastIndexOf('@');
  const [name, host] = [lower.slice(0, at).replace(/\+.*$/u, ''), lower.slice(at + 1)];
  if (!dotless.has(host)) return `${name}@${host}`;
  return `${name.replaceAll('.', '')}@gmail.com`;
}
