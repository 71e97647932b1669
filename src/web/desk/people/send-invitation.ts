import { invite, withdrawInvitation } from '#accounts';
import { isLocale } from '#platform/languages';
import { linkAddress } from '../../account/link-address.ts';
import { translatorOf } from '../../messages/catalogs.ts';
import type { ManagerRequest } from './manager.ts';

export interface WantedInvitation {
  readonly name: string;
  readonly email: string;
  readonly roles: readonly string[];
  readonly inTeam: boolean;
  readonly partnerUid: string | undefined;
  readonly locale: string;
}

/**
 * Invites someone and writes the mail, in the language of the person invited.
 *
 * @throws AccountRefusal as `invite` does; MailRefusal, and then there is no invitation either.
 */
export async function sendInvitation(
  { actor, house, instanceName }: ManagerRequest,
  { partnerUid, ...wanted }: WantedInvitation,
): Promise<void> {
  const place = partnerUid === undefined ? {} : { partnerUid };
  const made = await invite(house.db, actor, { ...wanted, ...place });
  const locale = isLocale(wanted.locale) ? wanted.locale : 'en';
  const t = translatorOf(locale, 'account');
  const link = linkAddress(house.signIn.publicUrl, 'join', made.token, locale);
  const params = { instance: instanceName, link, code: made.token };
  try {
    await house.db.transaction().execute(async (tx) =>
      house.mailer.send(tx, {
        to: wanted.email.trim(),
        kind: 'account.invitation',
        subject: t('mail.invitation.subject', { instance: instanceName }),
        text: t('mail.invitation.text', params),
      }),
    );
  } catch (error) {
    await withdrawInvitation(house.db, actor, made.uid);
    throw error;
  }
}
