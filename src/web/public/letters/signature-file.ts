import {
  LetterRefusal,
  readOwnQuote,
  readOwnSignature,
  readVouching,
  signatureReceipt,
  type OwnSignature,
} from '#letters';
import { isLocale, type Locale } from '#platform/languages';
import { houseContext } from '#web/context';
import { translatorOf } from '../../messages/catalogs.ts';
import { notFound } from '../../not-found.ts';
import type { Route } from './+types/signature-file.ts';

/** A GET gives nothing: the link alone shows no data. */
export function loader() {
  notFound();
}

/** The receipt of a signature, or all that is kept of its signer, as a file. */
export async function action({ params, context }: Route.ActionArgs) {
  const { locale, code, file } = params;
  if (!isLocale(locale)) notFound();
  const { db, letterSealer: sealer, log } = context.get(houseContext);
  try {
    if (file === 'receipt') {
      const receipt = await signatureReceipt(db, sealer, log.files, code);
      return receipt === undefined ? later(locale) : attached('signature-receipt.json', receipt);
    }
    if (file !== 'data') notFound();
    const [own, vouching, { quote }] = await Promise.all([
      readOwnSignature(db, sealer, code),
      readVouching(db, sealer, code),
      readOwnQuote(db, sealer, code),
    ]);
    return attached('my-signature.json', { about: aboutOwn(locale, own), ...own, vouching, quote });
  } catch (error) {
    if (error instanceof LetterRefusal) notFound();
    throw error;
  }
}

function attached(name: string, content: unknown): Response {
  return new Response(`${JSON.stringify(content, null, 2)}\n`, {
    headers: {
      'Content-Type': 'application/json; charset=utf-8',
      'Content-Disposition': `attachment; filename="${name}"`,
      'Cache-Control': 'no-store',
    },
  });
}

/** What whoever opens the file reads of the fields that do not speak for themselves. */
function aboutOwn(locale: Locale, { text }: OwnSignature): Readonly<Record<string, string>> {
  const t = translatorOf(locale, 'sign');
  const hash = Buffer.from(text, 'base64').toString('hex');
  return {
    ...{ text: t('about.text', { hash }), signals: t('about.signals'), line: t('about.line') },
    vouching: translatorOf(locale, 'vouch')('about'),
  };
}

/** The log has it, and no checkpoint that covers it is published yet. */
function later(locale: Locale): Response {
  const headers = {
    'Content-Type': 'text/plain; charset=utf-8',
    'Content-Language': locale,
    'Cache-Control': 'no-store',
    'Retry-After': '30',
  };
  return new Response(`${translatorOf(locale, 'sign')('receipt.later')}\n`, {
    status: 503,
    headers,
  });
}
