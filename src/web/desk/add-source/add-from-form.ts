import type { Actor } from '#accounts';
import {
  addSourceWithCopy,
  AlreadyHereRefusal,
  assertAddable,
  type AddOptions,
  type AlreadyHere,
  type EvidenceTools,
  type Origin,
  type SourceInput,
} from '#evidence';
import { Refusal, type Problem } from '#platform/errors';
import type { IncomingFile } from '../../forms/multipart.ts';
import { preserveFiles, type Preserved } from './preserve-files.ts';
import { toSourceInput, type AddSourceForm } from './source-form.ts';

/** Why one of the things sent was not added. */
export interface NotAdded {
  /** Name of the file; `*` where only one thing was sent. */
  readonly name: string;
  readonly problems: readonly Problem[];
  /** What is here already, when that is why. */
  readonly found: readonly AlreadyHere[];
}

export interface AddOutcome {
  readonly added: readonly { readonly uid: string; readonly name: string }[];
  readonly notAdded: readonly NotAdded[];
}

/** What a form asks to be added, its scope and address decided. */
export interface Adding {
  readonly form: AddSourceForm;
  readonly scope: number | undefined;
  readonly address: string;
  readonly options: Omit<AddOptions, 'despiteAlreadyHere' | 'restricted'>;
}

interface Item {
  readonly name: string;
  readonly input: SourceInput;
  readonly origin: Origin | undefined;
}

/**
 * Judges all that was typed, before a byte of a file is taken.
 *
 * @throws EvidenceRefusal
 */
export function assertAddableForm(actor: Actor, adding: Adding): void {
  const [item] = itemsOf(adding, []);
  const kind = adding.form.way === 'file' ? 'uploaded' : item?.origin?.kind;
  assertAddable(actor, item?.input ?? describedBy(adding), kind, adding.options);
}

/**
 * Adds what a form holds, each file as a source of its own. One that is refused leaves the others
 * standing.
 *
 * @throws whatever is no refusal; then nothing of it is in the record.
 */
export async function addFromForm(
  tools: EvidenceTools,
  actor: Actor,
  adding: Adding,
  files: AsyncIterable<IncomingFile>,
): Promise<AddOutcome> {
  const { form } = adding;
  const added: { uid: string; name: string }[] = [];
  // Sent again to add what was here already: what went through the first time stays out.
  const again = form.despite.length > 0;
  const wanted = (name: string) => !again || form.despite.includes(name);
  const { preserved, refused } = await preserveFiles(tools.blobs, files, wanted, form);
  const notAdded: NotAdded[] = [...refused];
  for (const { name, input, origin } of itemsOf(adding, preserved)) {
    if (!wanted(name)) continue;
    try {
      const { restricted } = form;
      const options = { ...adding.options, restricted, despiteAlreadyHere: again };
      const { uid } = await addSourceWithCopy(tools, actor, input, origin, options);
      added.push({ uid, name });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const found = error instanceof AlreadyHereRefusal ? error.found : [];
      notAdded.push({ name, problems: error.problems, found });
    }
  }
  return { added, notAdded };
}

function describedBy({ form, scope, address }: Adding): SourceInput {
  const input = toSourceInput(form, form.way, scope);
  return address === '' ? input : { ...input, address };
}

function itemsOf(adding: Adding, preserved: readonly Preserved[]): Item[] {
  const { form, address } = adding;
  const input = describedBy(adding);
  switch (form.way) {
    case 'text':
      return [{ name: '*', input, origin: { kind: 'pasted', text: form.text } }];
    case 'address':
      return [{ name: '*', input, origin: { kind: 'fetched', address } }];
    case 'unseen':
      return [{ name: '*', input, origin: undefined }];
    case 'file':
      return preserved.map(({ name, copy }) => ({
        name,
        // A title and an address are one document's; several are called after their files.
        input: preserved.length === 1 ? input : { ...input, title: '', address: '' },
        origin: { kind: 'preserved', copy },
      }));
  }
}
