import { z } from 'zod';
import { MailRefusal, parseMailAddress } from '#platform/mail';
import type { Problem } from '#platform/errors';
import { isCountryCode } from '#record';
import type { WithheldName } from '@countersign/withheld';
import { LetterRefusal, type LetterCode } from '../letter-refusal.ts';
import { mostSealed, parseRuleChoice } from '../withheld/rule-choices.ts';
import type { TypedWithheld } from '../withheld/seal-form.ts';
import { cleanLine, lineProblem, shownLines, type ShownLine } from './shown-lines.ts';
import {
  consentPurposes,
  offeredAppearances,
  type ConsentPurpose,
  type OfferedAppearance,
} from './form-lists.ts';

/** What identifies a signer; sealed where it is kept. */
export interface SignerPerson {
  readonly name: string;
  /** Profession, or what they are known for. */
  readonly credit: string;
  /** ISO 3166-1 alpha-2; empty when it was not said. */
  readonly country: string;
  readonly affiliation: string;
  readonly address: string;
  /** Of the page they signed on, in which mails are written. */
  readonly locale: string;
}

export interface SignForm {
  readonly person: SignerPerson;
  readonly appearance: OfferedAppearance;
  readonly consents: ReadonlySet<ConsentPurpose>;
  /** Of a name that is to be withheld, which is nowhere else then. */
  readonly withheld?: TypedWithheld;
}

const typed = z.object({
  name: z.string().max(1_000).catch(''),
  credit: z.string().max(1_000).catch(''),
  country: z.string().max(10).catch(''),
  affiliation: z.string().max(1_000).catch(''),
  address: z.string().max(1_000).catch(''),
  appearance: z.string().max(20).catch(''),
  consents: z.array(z.string().max(20)).max(10).catch([]),
  ...{ least: z.string().max(10).catch(''), verification: z.string().max(20).catch('') },
  ...{ notBefore: z.string().max(10).catch(''), guild: z.string().max(200).catch('') },
  sealed: z.string().max(mostSealed).catch(''),
});

/**
 * Reads what somebody typed to sign, attackers included. All that is wrong is said at once.
 *
 * @param locale of the page.
 * @param byHand their link was handed to them: an address may be left out.
 * @throws LetterRefusal with every problem.
 */
export function parseSignForm(
  value: unknown,
  locale: string,
  { byHand = false }: { readonly byHand?: boolean } = {},
): SignForm {
  const form = typed.parse(value);
  const problems: Problem<LetterCode>[] = [];
  const line = (field: ShownLine): string => {
    const text = cleanLine(form[field]);
    const problem = lineProblem(field, text);
    if (problem !== undefined) problems.push(problem);
    return text;
  };
  const person = {
    name: line('name'),
    credit: line('credit'),
    country: form.country,
    affiliation: line('affiliation'),
    address: byHand && form.address.trim() === '' ? '' : readAddress(form.address, problems),
    locale,
  };
  const appearance = offeredAppearances.find((one) => one === form.appearance);
  if (appearance === undefined) problems.push({ code: 'sign-appearance', field: 'appearance' });
  const isNamed = appearance === 'named' || appearance === 'organisers';
  if (isNamed && person.name === '') problems.push({ code: 'sign-name', field: 'name' });
  if (person.country !== '' && !isCountryCode(person.country)) {
    problems.push({ code: 'sign-country', field: 'country' });
  }
  const consents = new Set(consentPurposes.filter((one) => form.consents.includes(one)));
  if (!consents.has('sign')) problems.push({ code: 'sign-consent', field: 'sign' });
  const isShown = appearance !== 'organisers' && appearance !== 'counted';
  if (isShown && !consents.has('show')) problems.push({ code: 'show-consent', field: 'show' });
  if (appearance === undefined || problems.length > 0) throw new LetterRefusal(problems);
  const asked = { person: asAppears(person, appearance), appearance, consents };
  if (appearance !== 'withheld') return asked;
  // Whoever cannot be told that their name is about to be opened could not stop it.
  if (person.address === '') throw new LetterRefusal({ code: 'sign-address', field: 'address' });
  return { ...asked, withheld: readWithheldForm(form, person) };
}

function readWithheldForm(form: z.output<typeof typed>, person: SignerPerson): TypedWithheld {
  const { name, credit, affiliation, country } = person;
  const typedName = { name, credit, affiliation, country };
  if (form.sealed === '') return { choice: parseRuleChoice(form), name: typedName };
  // Whoever sends both has told us the name: it would be kept as one that we never had.
  if (Object.values(typedName).some((text) => text !== '')) {
    throw new LetterRefusal({ code: 'withheld-both', field: 'name' });
  }
  return { sealed: form.sealed };
}

/**
 * What is shown of a name that a browser sealed, held to the same as what is typed. Attacker: its signer,
 * whom nobody could check before.
 *
 * @returns undefined of what would have been refused.
 */
export function readShownLines(typedName: WithheldName): WithheldName | undefined {
  const { name, credit, affiliation } = typedName;
  const lines = {
    name: cleanLine(name),
    credit: cleanLine(credit),
    affiliation: cleanLine(affiliation),
  };
  const isRefused = shownLines.some((field) => lineProblem(field, lines[field]) !== undefined);
  if (lines.name === '' || isRefused) return undefined;
  const { country } = typedName;
  return country === '' || isCountryCode(country) ? { ...lines, country } : undefined;
}

/** Nothing is kept of somebody that their way of appearing does not need. */
function asAppears(person: SignerPerson, appearance: OfferedAppearance): SignerPerson {
  if (appearance === 'counted' || appearance === 'withheld')
    return { ...person, name: '', credit: '', country: '', affiliation: '' };
  if (appearance === 'described') return { ...person, name: '', affiliation: '' };
  return person;
}

function readAddress(text: string, problems: Problem<LetterCode>[]): string {
  try {
    return parseMailAddress(text);
  } catch (error) {
    if (!(error instanceof MailRefusal)) throw error;
    problems.push({ code: 'sign-address', field: 'address' });
    return '';
  }
}
