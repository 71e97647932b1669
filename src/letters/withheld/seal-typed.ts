// The one way in which a typed name is sealed, on the server and in a browser: nothing of the server.
import type { WithheldRule } from '@countersign/letter';
import { sealName, type Panel, type SealedName, type WithheldName } from '@countersign/withheld';
import type { Problem } from '#platform/errors';
import { cleanLine, lineProblem, shownLines } from '../signing/shown-lines.ts';
import { offeredDays, type RuleChoice } from './rule-choices.ts';

export { parseRuleChoice } from './rule-choices.ts';
export { sealedNameJson } from '@countersign/withheld';

/** Who can open the withheld names of a letter, and until when a rule can be met. */
export interface LetterPanel extends Panel {
  /** `2026-12-31`, UTC. */
  readonly until: string;
  /** What each rule names. */
  readonly digest: string;
  /** Guilds and houses, as the list spells them, of which a rule can count the names. */
  readonly guilds: readonly string[];
}

export type SealProblem = Problem<
  'withheld-rule' | 'sign-name' | 'sign-too-long' | 'sign-line-refused'
>;

export type SealOutcome =
  | { readonly ok: true; readonly sealed: SealedName }
  | { readonly ok: false; readonly problems: readonly SealProblem[] };

/**
 * Seals what somebody typed for the organisations of a letter, or says what is wrong with it. What would be
 * refused is not sealed: once it is, nobody can say so before it is opened.
 *
 * Whoever waits for a guild says that they are of it: their name is sealed with it as their affiliation.
 *
 * @param choice undefined of what is not offered.
 * @param today `2026-03-01`, UTC.
 * @throws WithheldFault where the panel is not the one of its digest.
 */
export async function sealTyped(
  typed: WithheldName,
  choice: RuleChoice | undefined,
  panel: LetterPanel,
  today: string,
): Promise<SealOutcome> {
  const name = {
    name: cleanLine(typed.name),
    credit: cleanLine(typed.credit),
    affiliation: choice?.guild ?? cleanLine(typed.affiliation),
    country: typed.country,
  };
  const problems: SealProblem[] = shownLines.flatMap(
    (field) => lineProblem(field, name[field]) ?? [],
  );
  if (name.name === '') problems.push({ code: 'sign-name', field: 'name' });
  if (choice === undefined || !isOffered(choice, today, panel)) {
    return { ok: false, problems: [...problems, { code: 'withheld-rule', field: 'least' }] };
  }
  if (problems.length > 0) return { ok: false, problems };
  return { ok: true, sealed: await sealName(name, ruleOf(choice, panel), panel) };
}

/** Whether day and guild are of those offered; a choice without them is. */
export function isOffered(
  { notBefore, guild }: RuleChoice,
  today: string,
  { until, guilds }: Pick<LetterPanel, 'until' | 'guilds'>,
): boolean {
  if (guild !== undefined && !guilds.includes(guild)) return false;
  return notBefore === undefined || offeredDays(today, until).includes(notBefore);
}

/** The rule that a choice is under a panel. */
function ruleOf(choice: RuleChoice, { digest, until }: LetterPanel): WithheldRule {
  const { least, verification, notBefore, guild } = choice;
  return {
    ...{ panel: digest, until },
    ...(least !== undefined && {
      names: { least, verification, ...(guild !== undefined && { affiliation: guild }) },
    }),
    ...(notBefore !== undefined && { notBefore }),
  };
}
