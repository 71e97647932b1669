import * as z from 'zod';
import {
  addPartnerMember,
  changeAccount,
  makeResetLink,
  removePartnerMember,
  type ResetLink,
} from '#accounts';
import { linkAddress } from '../../account/link-address.ts';
import { flag } from '../../forms/index.ts';
import type { ManagerRequest } from './manager.ts';

const partnerUid = z.string();

/** The forms of a person's page, told apart by the button pressed. */
export const personForms = z.discriminatedUnion('intent', [
  z.object({ intent: z.literal('rights'), roles: z.array(z.string()), inTeam: flag() }),
  z.object({ intent: z.literal('suspend') }),
  z.object({ intent: z.literal('reactivate') }),
  z.object({ intent: z.literal('join'), partnerUid }),
  z.object({ intent: z.literal('leave'), partnerUid }),
  z.object({ intent: z.literal('reset-password') }),
  z.object({ intent: z.literal('reset-everything') }),
]);

/** A one-time link to be handed over in person; shown this once. */
export interface ShownLink {
  readonly link: string;
  readonly code: string;
}

/** Does what a form of the page asks. @throws AccountRefusal. */
export async function changePerson(
  { actor, house }: ManagerRequest,
  uid: string,
  form: z.output<typeof personForms>,
): Promise<ShownLink | undefined> {
  const { db, signIn } = house;
  const shown = (page: 'reset' | 'new-password', { token }: ResetLink): ShownLink => ({
    link: linkAddress(signIn.publicUrl, page, token),
    code: token,
  });
  switch (form.intent) {
    case 'rights':
      await changeAccount(db, actor, uid, { roles: form.roles, inTeam: form.inTeam });
      return undefined;
    case 'suspend':
      await changeAccount(db, actor, uid, { state: 'suspended' });
      return undefined;
    case 'reactivate':
      await changeAccount(db, actor, uid, { state: 'active' });
      return undefined;
    case 'join':
      await addPartnerMember(db, actor, form.partnerUid, uid);
      return undefined;
    case 'leave':
      await removePartnerMember(db, actor, form.partnerUid, uid);
      return undefined;
    case 'reset-password':
      return shown('new-password', await makeResetLink(db, actor, uid, 'password'));
    case 'reset-everything':
      return shown('reset', await makeResetLink(db, actor, uid, 'everything'));
  }
}
