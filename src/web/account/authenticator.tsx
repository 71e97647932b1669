import { data, type ActionFunctionArgs } from 'react-router';
import * as z from 'zod';
import { beginTotp, confirmTotp, listFactors, pendingTotp, type TotpSetUp } from '#accounts';
import { houseContext } from '#web/context';
import {
  Field,
  PageForm,
  refusalToProblems,
  SubmitButton,
  type FormState,
} from '../forms/index.ts';
import { useT } from '../messages/catalogs.ts';
import { answerForm } from './answer-form.ts';
import { BackLink } from './back-link.tsx';
import { secretFields } from './new-credential.input.ts';
import { drawQr, type QrDrawing } from './qr-drawing.ts';
import { RecoveryCodeList } from './recovery-code-list.tsx';
import { signedInOf } from './signed-in.ts';
import { strengthened } from './strengthened.ts';
import type { Route } from './+types/authenticator.ts';

export async function loader({ context }: Route.LoaderArgs) {
  const { db } = context.get(houseContext);
  const { totp } = await listFactors(db, signedInOf(context).actor);
  return { has: totp };
}

const typed = z.object({ code: z.string().optional() });

export function action({ request, context }: ActionFunctionArgs) {
  const { db, signIn } = context.get(houseContext);
  const signedIn = signedInOf(context);
  return answerForm(
    request,
    typed,
    async ({ code }) => {
      if (code === undefined) return shown(await beginTotp(db, signIn, signedIn));
      try {
        return strengthened(signIn.publicUrl, await confirmTotp(db, signIn, signedIn, code));
      } catch (error) {
        const problems = refusalToProblems(error);
        const pending = await pendingTotp(db, signIn, signedIn);
        if (pending === undefined) throw error;
        // A slip of the finger does not cost the QR code.
        const again = { ...shown(pending), form: 'code', typed: {}, problems };
        return data(again, { status: 422 });
      }
    },
    { secrets: secretFields },
  );
}

function shown({ uri, secret }: TotpSetUp) {
  return { secret, qr: drawQr(uri) };
}

/** Connects an authenticator app: begin, show it the QR code, type what it shows. */
export default function Authenticator({ loaderData, actionData }: Route.ComponentProps) {
  const t = useT('account');
  if (actionData !== undefined && 'codes' in actionData) {
    return <RecoveryCodeList codes={actionData.codes} />;
  }
  const state = actionData !== undefined && 'problems' in actionData ? actionData : undefined;
  const begun = actionData !== undefined && 'qr' in actionData ? actionData : undefined;
  return (
    <>
      <title>{t('totp.title')}</title>
      <BackLink />
      <h1>{t('totp.title')}</h1>
      {begun === undefined && state?.form !== 'code' && (
        <>
          <p className="lead">{loaderData.has ? t('totp.leadAgain') : t('totp.lead')}</p>
          <BeginForm look="primary" />
        </>
      )}
      {begun !== undefined && <Secret {...begun} />}
      {(begun !== undefined || state?.form === 'code') && <CodeForm state={state} />}
      {state?.form === 'code' && (
        <>
          <p className="small muted">{t('totp.anew')}</p>
          <BeginForm look="plain" />
        </>
      )}
    </>
  );
}

function BeginForm({ look }: { readonly look: 'primary' | 'plain' }) {
  const t = useT('account');
  return (
    <PageForm id="begin" state={undefined} reload>
      <SubmitButton look={look}>{t('totp.begin')}</SubmitButton>
    </PageForm>
  );
}

function Secret({ qr, secret }: { readonly qr: QrDrawing; readonly secret: string }) {
  const t = useT('account');
  return (
    <section className="stack-tight">
      <p>{t('totp.scan')}</p>
      {/* Dark on light in dark mode too: many apps read nothing else. */}
      <svg
        className="qr"
        viewBox={`0 0 ${qr.size} ${qr.size}`}
        role="img"
        aria-label={t('totp.qr')}
      >
        <rect width={qr.size} height={qr.size} fill="#fff" />
        <path d={qr.path} fill="#000" shapeRendering="crispEdges" />
      </svg>
      <p className="small">{t('totp.type')}</p>
      <p>
        <code className="secret" dir="ltr">
          {secret.replaceAll(/(.{4})(?=.)/g, '$1 ')}
        </code>
      </p>
    </section>
  );
}

function CodeForm({ state }: { readonly state: FormState | undefined }) {
  const t = useT('account');
  return (
    <PageForm id="code" state={state} area="accounts" labels={{ code: t('totp.code') }} reload>
      <Field
        name="code"
        hint={t('totp.codeHint')}
        required
        width="short"
        dir="ltr"
        inputMode="numeric"
        autoComplete="one-time-code"
      />
      <SubmitButton>{t('totp.submit')}</SubmitButton>
    </PageForm>
  );
}
