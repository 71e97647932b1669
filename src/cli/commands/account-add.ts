import { invite } from '#accounts';
import { accountLink } from '../account-link.ts';
import { asOption, type Command } from '../command.ts';

export const accountAdd: Command = {
  name: 'account add',
  summary: 'Invite somebody: prints the link with which they create their account.',
  arguments: 'EMAIL',
  least: 1,
  most: 1,
  options: {
    name: { value: 'NAME', meaning: 'Their name; they can correct it.' },
    role: {
      value: 'ROLE',
      several: true,
      meaning:
        'documenter, reviewer, campaigner, caseworker or administrator; documenter unless given.',
    },
    locale: { value: 'LOCALE', meaning: 'Language of their pages: en, fr or fa.' },
    partner: { value: 'UID', meaning: 'A partner group they belong to, instead of the team.' },
    ...asOption,
  },
  details: 'The link holds for a week and is shown this once. A newer one replaces it.',
  async run({ terminal, open, actor, config, ...typed }) {
    const [email = ''] = typed.arguments;
    const { db } = await open();
    const given = typed.texts('role');
    const partner = typed.text('partner');
    const made = await invite(db, await actor(), {
      name: typed.text('name') ?? email.split('@')[0],
      email,
      roles: given.length === 0 ? ['documenter'] : given,
      inTeam: partner === undefined,
      locale: typed.text('locale') ?? 'en',
      ...(partner !== undefined && { partnerUid: partner }),
    });
    const link = accountLink(config, 'join', made.token);
    terminal.line(link);
    terminal.note(
      `Give this link to ${email} and nobody else. It holds until ${told(made.expiresAt)}.`,
    );
    terminal.value({ uid: made.uid, link, expiresAt: made.expiresAt });
    return 'ok';
  },
};

function told(time: Date): string {
  return `${time.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
