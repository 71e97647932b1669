import type { Mail, Mailer } from '#platform/mail';

/** Mails where a test reads them, in the place of an outbox. */
export type MailCatcher = Pick<Mailer, 'admit' | 'sendAdmitted' | 'deliverable'>;

/**
 * Catches mails.
 *
 * @param full addresses that were sent too much.
 */
export function catchInto(
  mails: Mail[],
  {
    via = 'smtp',
    full = new Set(),
  }: { readonly via?: 'smtp' | 'outbox'; readonly full?: ReadonlySet<string> } = {},
): MailCatcher {
  return {
    deliverable: () => via,
    admit: (_tx, addresses) => Promise.resolve(addresses.map((address) => !full.has(address))),
    sendAdmitted(_tx, sent) {
      mails.push(...sent);
      return Promise.resolve();
    },
  };
}
