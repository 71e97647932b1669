import type { ActionFunctionArgs } from 'react-router';
import * as z from 'zod';
import {
  confirmPasskeyOptions,
  linkPasskeyOptions,
  newPasskeyOptions,
  passkeyOptions,
  secondStepPasskeyOptions,
} from '#accounts';
import { Refusal } from '#platform/errors';
import { houseContext } from '#web/context';
import { parseForm } from '../forms/index.ts';
import { notFound } from '../not-found.ts';
import { readHalfSignIn } from './half-sign-in.ts';
import { signedInOf } from './signed-in.ts';
import { visitorContext } from './visitor.ts';

const asked = z.object({
  purpose: z.enum(['sign-in', 'second-step', 'confirm', 'add', 'link']),
  token: z.string().default(''),
  name: z.string().optional(),
  email: z.string().optional(),
});

/**
 * What the browser needs in order to ask its authenticator, as JSON. Only our own script posts here.
 *
 * @returns 422 without a reason when it is refused: the script then sends the form itself, and its
 * answer says why.
 */
export async function action({ request, context }: ActionFunctionArgs): Promise<Response> {
  const form = await parseForm(request, asked);
  if (!form.ok) return new Response(null, { status: 422 });
  const { purpose, token, name, email } = form.values;
  const { db, signIn } = context.get(houseContext);
  const visitor = context.get(visitorContext);
  const options = () => {
    switch (purpose) {
      case 'sign-in':
        return passkeyOptions(db, signIn, visitor);
      case 'second-step':
        return secondStepPasskeyOptions(
          db,
          signIn,
          visitor,
          readHalfSignIn(request, signIn.publicUrl).token,
        );
      case 'confirm':
        return confirmPasskeyOptions(db, signIn, visitor, signedInOf(context));
      case 'add':
        return newPasskeyOptions(db, signIn, visitor, signedInOf(context));
      case 'link': {
        // An empty name keeps the one of the invitation.
        const typed = { token, email, ...(name !== '' && name !== undefined && { name }) };
        return linkPasskeyOptions(db, signIn, visitor, typed);
      }
    }
  };
  try {
    return Response.json(await options());
  } catch (error) {
    if (error instanceof Refusal) return new Response(null, { status: 422 });
    throw error;
  }
}

export function loader(): never {
  notFound();
}
