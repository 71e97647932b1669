import type { Actor } from '#accounts';
import {
  addSourceWithCopy,
  AlreadyHereRefusal,
  type AlreadyHere,
  type EvidenceTools,
  type Origin,
  type SourceInput,
} from '#evidence';
import { Refusal, type Problem } from '#platform/errors';
import type { Locale } from '#platform/languages';
import { loadAddedTerms, sourceCodes } from '#record';
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

interface Item {
  readonly name: string;
  readonly input: SourceInput;
  readonly origin: Origin | undefined;
}

/**
 * Adds what a form holds, each file as a source of its own. One that is refused leaves the others
 * standing.
 *
 * @throws whatever is no refusal.
 */
export async function addFromForm(
  tools: EvidenceTools,
  actor: Actor,
  locale: Locale,
  form: AddSourceForm,
): Promise<AddOutcome> {
  const added: { uid: string; name: string }[] = [];
  const notAdded: NotAdded[] = [];
  const codes = sourceCodes(await loadAddedTerms(tools.db));
  for (const { name, input, origin } of await itemsOf(form)) {
    // Sent again to add what was here already: what went through the first time stays out.
    const again = form.despite.length > 0;
    if (again && !form.despite.includes(name)) continue;
    try {
      const options = { ...codes, locale, restricted: form.restricted, despiteAlreadyHere: again };
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

async function itemsOf(form: AddSourceForm): Promise<Item[]> {
  const input = toSourceInput(form, form.way);
  const withAddress = form.address === '' ? input : { ...input, address: form.address };
  switch (form.way) {
    case 'text':
      return [{ name: '*', input: withAddress, origin: { kind: 'pasted', text: form.text } }];
    case 'address':
      return [{ name: '*', input, origin: { kind: 'fetched', address: form.address } }];
    case 'unseen':
      return [{ name: '*', input: withAddress, origin: undefined }];
    case 'file':
      return fileItems(form, withAddress);
  }
}

async function fileItems(form: AddSourceForm, input: SourceInput): Promise<Item[]> {
  const isSingle = form.files.length === 1;
  const items: Item[] = [];
  for (const file of form.files) {
    items.push({
      name: file.name,
      // A title and an address are one document's; several are called after their files.
      input: isSingle ? input : { ...input, title: '', address: '' },
      origin: {
        kind: 'uploaded',
        bytes: new Uint8Array(await file.arrayBuffer()),
        fileName: file.name,
        mediaType: file.type === '' ? 'application/octet-stream' : file.type,
      },
    });
  }
  return items;
}
