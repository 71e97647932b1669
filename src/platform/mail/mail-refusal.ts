import { Refusal } from '#platform/errors';

/**
 * - `mail-address`: not one mail address.
 * - `mail-subject`, `mail-text`: empty, too long, or with control characters.
 * - `mail-too-many`: this mailbox was sent as much as it may be within a day.
 */
export class MailRefusal extends Refusal<
  'mail-address' | 'mail-subject' | 'mail-text' | 'mail-too-many'
> {
  override readonly name = 'MailRefusal';
}
