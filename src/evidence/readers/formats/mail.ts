import PostalMime, { type Address, type Email } from 'postal-mime';
import type { DocumentRead } from '../document-read.ts';
import { engineOf } from '../engine.ts';
import { htmlToText } from '../html-text.ts';
import { publishedDay } from '../published-day.ts';
import { Unreadable } from '../unreadable.ts';

/**
 * One e-mail message (RFC 5322, MIME): the fields From, To, Cc, Date and Subject as lines, an empty
 * line, then the body; plain text is preferred to HTML. Attachments are named, not read.
 */
export async function readMail(bytes: Uint8Array): Promise<DocumentRead> {
  const mail = await parseMail(bytes);
  // The parser turns dates into UTC; the writer's own day is in the field as sent.
  const date = mail.headers.find((header) => header.key === 'date')?.value;
  const fields: [string, string | undefined][] = [
    ['From', addresses([mail.from])],
    ['To', addresses(mail.to)],
    ['Cc', addresses(mail.cc)],
    ['Date', date],
    ['Subject', mail.subject],
  ];
  const head = fields.flatMap(([name, value]) => (value ? [`${name}: ${value}`] : []));
  const plain = mail.text?.trim() ?? '';
  const body = plain === '' ? htmlToText(mail.html ?? '') : plain;
  if (body === '' && head.length === 0) throw new Unreadable('no-text', 'an empty message');
  return {
    text: `${head.join('\n')}\n\n${body}`,
    title: mail.subject,
    authors: mail.from === undefined ? undefined : names(mail.from),
    publishedEdtf: publishedDay(date),
    metadata: {
      attachments: mail.attachments.slice(0, 500).map((attachment) => ({
        name: attachment.filename ?? '',
        mediaType: attachment.mimeType,
      })),
    },
    engine: engineOf('postal-mime'),
  };
}

async function parseMail(bytes: Uint8Array): Promise<Email> {
  try {
    return await PostalMime.parse(bytes, { maxNestingDepth: 50, maxRfc822NestingDepth: 5 });
  } catch (cause) {
    throw new Unreadable('broken', `not a readable message: ${String(cause)}`, { cause });
  }
}

function addresses(list: readonly (Address | undefined)[] | undefined): string | undefined {
  const written = list?.flatMap((item) => (item === undefined ? [] : [addressLine(item)]));
  return written === undefined || written.length === 0 ? undefined : written.join(', ');
}

function addressLine(item: Address): string {
  if (item.group !== undefined) return `${item.name}: ${item.group.map(mailbox).join(', ')};`;
  return mailbox(item);
}

function mailbox(item: { name: string; address?: string }): string {
  const address = item.address ?? '';
  if (item.name === '') return address;
  return address === '' ? item.name : `${item.name} <${address}>`;
}

function names(from: Address): string[] {
  const list = from.group ?? [from];
  return list.map((item) => (item.name === '' ? (item.address ?? '') : item.name)).filter(Boolean);
}
