import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerSession } from 'smtp-server';

/** What the catcher answers to a recipient: nothing to accept it, or a reply. */
export type Answer = (attempt: number) => number | undefined;

export interface MailCatcher {
  /** For `MAIL_URL`. */
  readonly url: string;
  readonly caught: readonly { readonly source: string; readonly session: SMTPServerSession }[];
  attempts(): number;
  close(): Promise<void>;
}

/** A mail server of this process that keeps what it is sent. */
export async function catchMails(answer: Answer = () => undefined): Promise<MailCatcher> {
  const caught: { source: string; session: SMTPServerSession }[] = [];
  let attempts = 0;
  const server = new SMTPServer({
    logger: false,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onRcptTo: (address, _session, callback) => {
      attempts += 1;
      const reply = answer(attempts);
      if (reply === undefined) callback();
      else callback(Object.assign(new Error(`no ${address.address}`), { responseCode: reply }));
    },
    onData: (stream, session, callback) => {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => void parts.push(part));
      stream.on('end', () => {
        caught.push({ source: Buffer.concat(parts).toString(), session });
        callback();
      });
    },
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const { port } = server.server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${port}`,
    caught,
    attempts: () => attempts,
    close: async () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** The words of a mail of plain text, whichever way they were encoded (RFC 2045 §6). */
export function textOfMail(source: string): string {
  const [head = '', ...rest] = source.split('\r\n\r\n');
  const body = rest.join('\r\n\r\n');
  const [, encoding = ''] = /^content-transfer-encoding: *(\S+)/imu.exec(head) ?? [];
  if (encoding.toLowerCase() === 'base64') return Buffer.from(body, 'base64').toString();
  if (encoding.toLowerCase() !== 'quoted-printable') return body;
  const bytes = body
    .replaceAll('=\r\n', '')
    .replaceAll(/=([0-9A-F]{2})/gu, (_all, code: string) =>
      String.fromCodePoint(Number.parseInt(code, 16)),
    );
  return Buffer.from(bytes, 'latin1').toString();
}
