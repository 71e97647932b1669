import { may } from '#accounts';
import { maxCopyBytes, type AddressSecrets } from '#evidence';
import { Refusal } from '#platform/errors';
import { loadAddedTerms, sourceCodes } from '#record';
import type { FormState } from '../../forms/index.ts';
import { parseUploadForm } from '../../forms/upload-form.ts';
import type { DeskRequest } from '../desk-request.ts';
import { addFromForm, assertAddableForm, type Adding, type AddOutcome } from './add-from-form.ts';
import { chosenScope, firstScope, sourceScopes } from './chosen-scope.ts';
import { keptAddress } from './kept-address.ts';
import { addSourceForm, missingIn, type AddSourceForm } from './source-form.ts';

/** What a form of new sources comes back with when not all of it was done. */
export interface SourcesRefused extends FormState {
  readonly outcome?: AddOutcome;
  /** The address carries what looks like keys; whether to keep it so is to be said. */
  readonly secrets?: AddressSecrets;
}

export type Submitted =
  | { readonly to: string }
  | { readonly to?: undefined; readonly refused: SourcesRefused };

const limits = { characters: 2_000_000, lists: ['through', 'despite'] };

/**
 * Adds the sources of a posted form. Rights are asked before a byte of it is read, what was typed is
 * judged before a byte of a file is taken. A form that only goes on to another way comes back as it was.
 *
 * @throws Response 400 or 413 for what no page of ours sends; what breaks the body.
 */
export async function submitSources(request: Request, desk: DeskRequest): Promise<Submitted> {
  const { actor, house } = desk;
  if (!may(actor, 'source.add')) {
    return { refused: { form: 'add-source', typed: {}, problems: [{ code: 'not-allowed' }] } };
  }
  const upload = await parseUploadForm(request, addSourceForm, limits);
  const { form } = upload;
  if (form.state.typed['switch'] !== undefined) {
    await upload.discard();
    return { refused: { ...form.state, problems: [] } };
  }
  const judged: Judged = form.ok
    ? await judge(desk, form.values, form.state)
    : { refused: form.state };
  if (judged.refused !== undefined) {
    await upload.discard();
    return judged;
  }
  const outcome = await addFromForm(house, actor, judged.adding, upload.files);
  return answerTo(outcome, judged.adding.form, judged.state);
}

type Judged =
  | { readonly refused: SourcesRefused }
  | { readonly refused?: undefined; readonly adding: Adding; readonly state: FormState };

async function judge(
  { actor, locale, house }: DeskRequest,
  values: AddSourceForm,
  state: FormState,
): Promise<Judged> {
  const { address, secrets } = keptAddress(values);
  const kept = { ...state, typed: { ...state.typed, address: [address] } };
  const scopes = await sourceScopes(house.db, actor);
  const { scope, problems } = chosenScope(scopes, values.scope, firstScope(scopes)?.id);
  const codes = sourceCodes(await loadAddedTerms(house.db));
  const adding = { form: values, scope, address, options: { ...codes, locale } };
  const wrong = [...missingIn(values), ...problems];
  if (wrong.length > 0) return { refused: { ...kept, problems: wrong } };
  try {
    assertAddableForm(actor, adding);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { refused: { ...kept, problems: error.problems } };
  }
  return secrets === undefined ? { adding, state: kept } : { refused: { ...kept, secrets } };
}

function answerTo(outcome: AddOutcome, form: AddSourceForm, state: FormState): Submitted {
  const { added, notAdded } = outcome;
  if (added.length + notAdded.length === 0) {
    return { refused: { ...state, problems: [{ code: 'add-no-file', field: 'files' }] } };
  }
  if (notAdded.length === 0) {
    return { to: added.length === 1 ? `/desk/sources/${added[0]?.uid}` : '/desk' };
  }
  // What is wrong with one document stands at its fields; with several, beside their names.
  const [only] = notAdded;
  const problems =
    form.way === 'file' || only === undefined || only.found.length > 0 ? [] : only.problems;
  return { refused: { ...state, problems, outcome } };
}

/** What a browser can tell before it sends anything. */
export const uploadLimits = { fileBytes: maxCopyBytes };
