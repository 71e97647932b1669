import { createTransport, type NodemailerError } from 'nodemailer';
import { PermanentFailure } from '#platform/jobs';
import type { PendingMail } from './outbox.ts';

/** Where and as whom mail is sent. */
export interface SmtpSettings {
  /** `smtps://user:password@host:port`, or `smtp:` for STARTTLS. From MAIL_URL: never logged. */
  readonly url: string;
  /** `name@host`, or `Name <name@host>`: as configured. */
  readonly from: string;
  /** Where `from` names nobody. */
  readonly fromName?: string;
}

export interface Smtp {
  /**
   * Hands one mail to the server.
   *
   * @throws PermanentFailure `smtp.<reply>` when the server refuses this mail for good, else
   * MailDeferred: unreachable, busy, or the server will not let us in, which an operator can mend.
   */
  deliver(mail: PendingMail): Promise<void>;
  close(): void;
}

export class MailDeferred extends Error {
  override readonly name = 'MailDeferred';
  readonly code: string;

  constructor(code: string, options?: ErrorOptions) {
    super(code, options);
    this.code = code;
  }
}

const patienceMs = 20_000;

/** @throws when the address is none of a mail server; the message never shows it, for its password. */
export function createSmtp({ url, from, fromName = '' }: SmtpSettings): Smtp {
  const server = parseServer(url);
  const sender = senderOf(from, fromName);
  const ownDomain = sender.address.slice(sender.address.lastIndexOf('@') + 1);
  const transport = createTransport({
    ...server,
    // Names us to the server; otherwise it would be told the name of this machine.
    name: ownDomain,
    connectionTimeout: patienceMs,
    greetingTimeout: patienceMs,
    socketTimeout: 3 * patienceMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    close: () => transport.close(),
    deliver: async ({ uid, to, subject, text, unsubscribe }) => {
      try {
        await transport.sendMail({
          from: sender,
          to: { name: '', address: to },
          subject,
          text,
          xMailer: false,
          // The same at every attempt, so that a mail sent twice by a crash is shown once.
          messageId: `<${uid}@${ownDomain}>`,
          // RFC 3834: nobody's holiday notice answers, so two machines cannot write to each other for ever.
          headers: {
            ...{ 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
            ...(unsubscribe !== null && {
              'List-Unsubscribe': `<${unsubscribe}>`,
              'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
            }),
          },
        });
      } catch (error) {
        throw judge(error);
      }
    },
  };
}

function senderOf(from: string, name: string) {
  const [, own, address] = /^(?:"?([^"]+)"? )?<([^<>]+)>$/u.exec(from) ?? [];
  return address === undefined ? { name, address: from } : { name: own ?? name, address };
}

function parseServer(text: string) {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isSecure = url?.protocol === 'smtps:';
  if (url === undefined || !(isSecure || url.protocol === 'smtp:') || url.hostname === '') {
    throw new Error('MAIL_URL expected smtp://… or smtps://…');
  }
  const isLocal = ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
  return {
    host: url.hostname.replace(/^\[|\]$/gu, ''),
    port: url.port === '' ? defaultPort(isSecure) : Number(url.port),
    secure: isSecure,
    // A mail holds one-time links: between machines it never travels in the clear.
    requireTLS: !isSecure && !isLocal,
    // A mail server beside us has at best a certificate for another name.
    ...(isLocal && { tls: { rejectUnauthorized: false } }),
    ...(url.username !== '' && {
      auth: { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) },
    }),
  };
}

function defaultPort(isSecure: boolean): number {
  return isSecure ? 465 : 587;
}

// The text of a reply quotes the address, so only its number is kept: `smtp.451` for a reply about this
// mail, `EAUTH.535` or `ECONNREFUSED` for one about us and the server.
function judge(error: unknown): Error {
  if (!(error instanceof Error)) return new MailDeferred('unknown', { cause: error });
  const { code, originalCode, responseCode, permanent } = error as NodemailerError;
  const isOfThisMail = code === 'EENVELOPE' || code === 'EMESSAGE';
  const kind = isOfThisMail ? 'smtp' : (originalCode ?? code ?? 'unknown');
  const named = responseCode === undefined ? kind : `${kind}.${responseCode}`;
  return permanent === true && isOfThisMail
    ? new PermanentFailure(named, { cause: error })
    : new MailDeferred(named, { cause: error });
}
