import { redirect, type ActionFunctionArgs } from 'react-router';
import * as z from 'zod';
import { useResetLink as setNewCredential } from '#accounts';
import { houseContext } from '#web/context';
import { handleForm } from '../forms/index.ts';
import { letIn } from './let-in.ts';
import { newCredential, newCredentialFields, secretFields } from './new-credential.input.ts';
import { visitorContext } from './visitor.ts';

const typed = z.object({ token: z.string().trim(), ...newCredentialFields });

/** What both kinds of reset link do: set a new credential, then in, or on to the second factor. */
export function setCredential({ request, context }: ActionFunctionArgs) {
  const { db, signIn } = context.get(houseContext);
  return handleForm(
    request,
    typed,
    async ({ token, ...credential }) => {
      const done = await setNewCredential(db, signIn, context.get(visitorContext), {
        token,
        credential: newCredential(credential),
      });
      if (done.kind === 'signed-in') return letIn(signIn.publicUrl, done, '/desk');
      return redirect('/account/sign-in?new-password', 303);
    },
    { secrets: secretFields },
  );
}
