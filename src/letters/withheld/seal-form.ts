import type { WithheldRule } from '@countersign/letter';
import {
  readSealedName,
  sealedNameJson,
  sealName,
  WithheldFault,
  type SealedName,
  type WithheldName,
} from '@countersign/withheld';
import { sql } from 'kysely';
import type { Db, Tx } from '#platform/database';
import { LetterRefusal } from '../letter-refusal.ts';
import { findPanel, type LetterPanel } from './panel.ts';
import { offeredDays, parseRuleChoice, type RuleChoice } from './rule-choices.ts';

/** A name to be withheld, as a form brings it. */
export interface TypedWithheld {
  readonly choice: RuleChoice | undefined;
  /** Of who had it encrypted in their browser, as JSON; else the name itself. */
  readonly sealed: string | undefined;
  readonly name: WithheldName;
}

/** A name as it is kept: nothing here can read it. */
export interface KeptWithheld {
  readonly sealed: SealedName;
  readonly encryptedIn: 'browser' | 'server';
}

/** Most signs of a sealed name in a form. */
export const mostSealed = 64 * 1024;

/** The rule that a choice is under a panel. */
export function ruleOf(choice: RuleChoice, { digest, until }: LetterPanel): WithheldRule {
  const { least, verification, notBefore } = choice;
  return {
    ...{ panel: digest, until },
    ...(least !== undefined && { names: { least, verification } }),
    ...(notBefore !== undefined && { notBefore }),
  };
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
  if (typed.sealed !== undefined) {
    return { sealed: readFromBrowser(typed.sealed, panel), encryptedIn: 'browser' };
  }
  const { choice, name } = typed;
  const isOffered =
    choice?.notBefore === undefined || offeredDays(today, panel.until).includes(choice.notBefore);
  if (choice === undefined || !isOffered) {
    throw new LetterRefusal({ code: 'withheld-rule', field: 'least' });
  }
  if (name.name === '') throw new LetterRefusal({ code: 'sign-name', field: 'name' });
  return { sealed: await sealName(name, ruleOf(choice, panel), panel), encryptedIn: 'server' };
}

// Attacker: anybody. What is in it is judged when it is opened; here it is of this panel, and of a rule
// that is offered, or it would be a class of its own.
function readFromBrowser(text: string, panel: LetterPanel): SealedName {
  const refuse = () => new LetterRefusal({ code: 'withheld-sealed', field: 'name' });
  if (text.length > mostSealed) throw refuse();
  try {
    const sealed = readSealedName(JSON.parse(text) as never);
    const { rule, shares } = sealed;
    const isPanels =
      rule.panel === panel.digest &&
      rule.until === panel.until &&
      shares.length === panel.organisations.length &&
      isOfferedRule(rule);
    if (!isPanels) throw refuse();
    return sealed;
  } catch (error) {
    if (error instanceof WithheldFault || error instanceof SyntaxError) throw refuse();
    throw error;
  }
}

function isOfferedRule({ names, notBefore }: WithheldRule): boolean {
  const choice = parseRuleChoice({
    least: names === undefined ? '' : String(names.least),
    verification: names?.verification ?? 'any',
    notBefore: notBefore ?? '',
  });
  return choice !== undefined;
}

/** Keeps a sealed name of a signature, in the place of the one before. */
export async function storeWithheld(
  tx: Tx,
  { id, letterId }: { readonly id: string; readonly letterId: string },
  { sealed, encryptedIn }: KeptWithheld,
): Promise<void> {
  const whole = sealedNameJson(sealed);
  await sql`delete from letter_withheld where signature_id = ${id}`.execute(tx);
  await sql`
    insert into letter_withheld (signature_id, letter_id, rule, sealed, encrypted_in)
    values (${id}, ${letterId}, ${JSON.stringify(sealed.rule)}, ${JSON.stringify(whole)},
      ${encryptedIn})`.execute(tx);
}

/** Destroys the sealed name of a signature that withholds it no more. */
export async function dropWithheld(tx: Tx, id: string): Promise<void> {
  await sql`delete from letter_withheld where signature_id = ${id}`.execute(tx);
}
