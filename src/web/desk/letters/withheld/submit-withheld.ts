import * as z from 'zod';
import {
  confirmPanel,
  decideOpening,
  importOpening,
  LetterRefusal,
  setPanel,
  type LetterSummary,
} from '#letters';
import { optionalDate, refusalToProblems, type FormState } from '../../../forms/index.ts';
import type { Locale } from '#platform/languages';
import { parseUploadForm, type UploadForm } from '../../../forms/upload-form.ts';
import type { DeskRequest } from '../../desk-request.ts';

const posted = (locale: Locale) =>
  z.object({
    step: z.enum(['panel', 'confirm', 'import', 'approve', 'refuse']),
    round: z.uuid().optional(),
    organisations: z.string().max(40_000).optional(),
    need: z.string().max(4).optional(),
    until: optionalDate(locale),
    digest: z.string().max(44).optional(),
    guilds: z.string().max(10_000).optional(),
  });
type Posted = z.output<ReturnType<typeof posted>>;

/** Most bytes of an opening: the keys of five thousand names. */
const mostBytes = 2 * 1024 * 1024;

/** Does what a form of the page asks. @returns what is wrong, if something is. */
export async function submitWithheld(
  request: Request,
  desk: DeskRequest & { readonly letter: LetterSummary },
): Promise<FormState | undefined> {
  const upload = await parseUploadForm(request, posted(desk.locale));
  const { form } = upload;
  if (!form.ok) {
    await upload.discard();
    return form.state;
  }
  try {
    await act(desk, form.values, upload);
    return undefined;
  } catch (error) {
    await upload.discard();
    return { ...form.state, problems: refusalToProblems(error) };
  }
}

async function act(
  { actor, house, letter: { uid: letter } }: DeskRequest & { readonly letter: LetterSummary },
  { step, round = '', organisations = '', need = '', until: day, digest = '', guilds = '' }: Posted,
  upload: UploadForm<Posted>,
): Promise<void> {
  const { db, letterSealer: sealer, singlePerson } = house;
  const now = new Date();
  const until: string = day ?? '';
  if (step === 'panel') {
    const input = { need: /^\d$/u.test(need) ? Number(need) : 0, organisations, until, guilds };
    await db.transaction().execute((tx) => setPanel(tx, actor, letter, input, now));
  } else if (step === 'confirm') {
    const seen = guilds === '' ? [] : guilds.split('\n');
    const asked = { letter, digest, until, guilds: seen, singlePerson };
    await db.transaction().execute((tx) => confirmPanel(tx, actor, asked));
  } else if (step === 'import') {
    const file = await readFile(upload);
    await db
      .transaction()
      .execute((tx) => importOpening(tx, actor, sealer, { letter, round, file }, now));
  } else {
    const verdict = { approve: step === 'approve', singlePerson };
    await db
      .transaction()
      .execute((tx) => decideOpening(tx, actor, sealer, { letter, round }, verdict, now));
  }
}

async function readFile({ files }: UploadForm<Posted>): Promise<Uint8Array> {
  for await (const file of files) {
    const parts: Uint8Array[] = [];
    let size = 0;
    for await (const part of file.bytes) {
      size += part.length;
      if (size <= mostBytes) parts.push(part);
    }
    if (size <= mostBytes) return new Uint8Array(Buffer.concat(parts));
  }
  throw new LetterRefusal({ code: 'withheld-opening', field: 'file' });
}
