import type { WithheldRule } from '@countersign/letter';
import {
  readSealedName,
  sealedNameJson,
  WithheldFault,
  type SealedName,
  type WithheldName,
} from '@countersign/withheld';
import { sql } from 'kysely';
import type { Db, Tx } from '#platform/database';
import { LetterRefusal } from '../letter-refusal.ts';
import { findPanel } from './panel.ts';
import { mostSealed, parseRuleChoice, type RuleChoice } from './rule-choices.ts';
import { isOffered, sealTyped, type LetterPanel } from './seal-typed.ts';

/** A name to be withheld, as a form brings it: encrypted by a browser, as JSON; or itself, and until when. */
export type TypedWithheld =
  | { readonly sealed: string }
  | { readonly choice: RuleChoice | undefined; readonly name: WithheldName };

/** A name as it is kept: nothing here can read it. */
export interface KeptWithheld {
  readonly sealed: SealedName;
  /** `browser`: it came encrypted. That a browser did it, and with our script, nobody here can know. */
  readonly encryptedIn: 'browser' | 'server';
}

/**
 * Seals what somebody typed, or takes what their browser has sealed. From here on the name is nowhere in
 * this process that could be stored or logged.
 *
 * @throws LetterRefusal `sign-appearance` where names cannot be withheld, `withheld-rule`, `sign-name`,
 * `withheld-sealed` for what no browser of ours made.
 */
export async function sealForm(
  db: Db,
  letterId: string,
  typed: TypedWithheld,
  now: Date,
): Promise<KeptWithheld> {
  const panel = await findPanel(db, letterId);
  const today = now.toISOString().slice(0, 10);
  if (panel === undefined || panel.until < today) {
    throw new LetterRefusal({ code: 'sign-appearance', field: 'appearance' });
  }
  if ('sealed' in typed) {
    return { sealed: readFromBrowser(typed.sealed, panel, today), encryptedIn: 'browser' };
  }
  const outcome = await sealTyped(typed.name, typed.choice, panel, today);
  if (!outcome.ok) throw new LetterRefusal(outcome.problems);
  return { sealed: outcome.sealed, encryptedIn: 'server' };
}

// Attacker: anybody. What is in it is judged when it is opened; here it is of this panel, and of a rule
// that is offered, or it would be a class of its own.
function readFromBrowser(text: string, panel: LetterPanel, today: string): SealedName {
  const refuse = () => new LetterRefusal({ code: 'withheld-sealed', field: 'name' });
  if (text.length > mostSealed) throw refuse();
  try {
    const sealed = readSealedName(JSON.parse(text) as never);
    const { rule, shares } = sealed;
    const isPanels =
      rule.panel === panel.digest &&
      rule.until === panel.until &&
      shares.length === panel.organisations.length &&
      isOfferedRule(rule, panel, today);
    if (!isPanels) throw refuse();
    return sealed;
  } catch (error) {
    if (error instanceof WithheldFault || error instanceof SyntaxError) throw refuse();
    throw error;
  }
}

function isOfferedRule(
  { names, notBefore }: WithheldRule,
  panel: LetterPanel,
  today: string,
): boolean {
  const choice = parseRuleChoice({
    least: names === undefined ? '' : String(names.least),
    verification: names?.verification ?? 'any',
    notBefore: notBefore ?? '',
    guild: names?.affiliation ?? '',
  });
  return choice !== undefined && isOffered(choice, today, panel);
}

/**
 * Keeps a sealed name of a signature, in the place of the one before.
 *
 * @throws LetterRefusal `withheld-sealed` for one whose id another signature has: a request in which an id
 * stood twice would be refused whole, and nobody's name be opened.
 */
export async function storeWithheld(
  tx: Tx,
  { id, letterId }: { readonly id: string; readonly letterId: string },
  { sealed, encryptedIn }: KeptWithheld,
): Promise<void> {
  const whole = sealedNameJson(sealed);
  await sql`delete from letter_withheld where signature_id = ${id}`.execute(tx);
  const { rows } = await sql`
    insert into letter_withheld (signature_id, letter_id, rule, sealed_id, sealed, encrypted_in)
    values (${id}, ${letterId}, ${JSON.stringify(sealed.rule)}, ${sealed.id}, ${JSON.stringify(whole)},
      ${encryptedIn})
    on conflict (sealed_id) do nothing returning signature_id`.execute(tx);
  if (rows.length === 0) throw new LetterRefusal({ code: 'withheld-sealed', field: 'name' });
}

/** Destroys the sealed name of a signature that withholds it no more. */
export async function dropWithheld(tx: Tx, id: string): Promise<void> {
  await sql`delete from letter_withheld where signature_id = ${id}`.execute(tx);
}
