import { LetterRefusal, readOwnSignature, signatureReceipt } from '#letters';
import { houseContext } from '#web/context';
import { notFound } from '../../not-found.ts';
import type { Route } from './+types/signature-file.ts';

/** A GET gives nothing: the link alone shows no data. */
export function loader() {
  notFound();
}

/** The receipt of a signature, or all that is kept of its signer, as a file. */
export async function action({ params, context }: Route.ActionArgs) {
  const { code, file } = params;
  const { db, letterSealer: sealer, log } = context.get(houseContext);
  try {
    if (file === 'receipt') {
      const receipt = await signatureReceipt(db, sealer, log.files, code);
      return receipt === undefined ? later() : attached('signature-receipt.json', receipt);
    }
    if (file !== 'data') notFound();
    return attached('my-signature.json', await readOwnSignature(db, sealer, code));
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

/** The log has it, and no checkpoint that covers it is published yet. */
function later(): Response {
  const headers = { 'Cache-Control': 'no-store', 'Retry-After': '30' };
  return new Response(
    'The receipt is being made. Come again in a minute; of a name that is not shown, after the night.\n',
    { status: 503, headers },
  );
}
