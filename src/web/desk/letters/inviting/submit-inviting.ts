import * as z from 'zod';
import { changeInviting, importPeople, LetterRefusal, sendInvitations, undoImport } from '#letters';
import { invitingLimits } from '#letters/form';
import type { LetterSummary } from '#letters';
import { refusalToProblems, type FormState } from '../../../forms/index.ts';
import { parseUploadForm, type UploadForm } from '../../../forms/upload-form.ts';
import type { DeskRequest } from '../../desk-request.ts';

const posted = z.object({
  step: z.enum(['import', 'send', 'undo', 'settings']),
  paste: z.string().optional(),
  made: z.uuid().optional(),
  reminders: z.coerce.number().int().min(0).max(3).optional(),
  days: z.coerce.number().int().min(3).max(60).optional(),
  shows: z.string().optional(),
});
type Posted = z.output<typeof posted>;

/** Where to go on, or what the form comes back with. */
export type Submitted =
  | { readonly to: string }
  | { readonly to?: undefined; readonly state: FormState };

/** Does what a form of the page of invitations asks. Rights were asked before a byte of it is read. */
export async function submitInviting(
  request: Request,
  desk: DeskRequest & { readonly letter: LetterSummary },
): Promise<Submitted> {
  const upload = await parseUploadForm(request, posted, { characters: invitingLimits.bytes });
  const { form } = upload;
  if (!form.ok) {
    await upload.discard();
    return { state: withoutTable(form.state) };
  }
  try {
    const made = await act(desk, form.values, upload);
    const page = `/desk/letters/${desk.letter.uid}/invitations`;
    return { to: made === undefined ? page : `${page}?import=${made}` };
  } catch (error) {
    await upload.discard();
    return { state: { ...form.state, problems: refusalToProblems(error) } };
  }
}

// A table that is too long does not come back as a page of several megabytes.
function withoutTable(state: FormState): FormState {
  const { paste: _paste, ...typed } = state.typed;
  return { ...state, typed };
}

async function act(
  { actor, house, letter: { uid } }: DeskRequest & { readonly letter: LetterSummary },
  { step, paste = '', made, reminders = 0, days = 7, shows }: Posted,
  upload: UploadForm<Posted>,
): Promise<string | undefined> {
  const { db, letterSealer: sealer } = house;
  if (step === 'import') {
    const bytes = (await readFile(upload)) ?? Buffer.from(paste);
    if (bytes.length === 0) throw new LetterRefusal({ code: 'import-nobody', field: 'file' });
    return db
      .transaction()
      .execute((tx) => importPeople(tx, actor, sealer, { letter: uid, bytes }));
  }
  await db.transaction().execute(async (tx) => {
    if (step === 'settings') {
      const settings = { reminders, reminderDays: days, showsSigners: shows !== undefined };
      await changeInviting(tx, actor, sealer, uid, settings);
    } else if (made === undefined) throw new LetterRefusal({ code: 'not-found' });
    else if (step === 'send') await sendInvitations(tx, actor, sealer, { letter: uid, made });
    else await undoImport(tx, actor, sealer, { letter: uid, made });
  });
  return undefined;
}

async function readFile({ files }: UploadForm<Posted>): Promise<Buffer | undefined> {
  for await (const file of files) {
    const parts: Uint8Array[] = [];
    let size = 0;
    for await (const part of file.bytes) {
      size += part.length;
      // What follows is read past and thrown away.
      if (size <= invitingLimits.bytes) parts.push(part);
    }
    if (size <= invitingLimits.bytes) return Buffer.concat(parts);
    throw new LetterRefusal({
      ...{ code: 'import-too-long', field: 'file' },
      params: { lines: invitingLimits.lines },
    });
  }
  return undefined;
}
