// Reached by the form in a browser: nothing of the server.

/** Most signs of a sealed name in a form. */
export const mostSealed = 64 * 1024;

/** For how many shown names a signer can wait. Few steps, so that no rule is one person's. */
export const offeredNumbers = [10, 25, 50, 100, 250, 500, 1_000] as const;

/** Of which verification; `any` for all. */
export const offeredVerifications = ['any', 'domain', 'organiser'] as const;

/** What a signer chose; at least a number or a day. */
export interface RuleChoice {
  readonly least: number | undefined;
  readonly verification: (typeof offeredVerifications)[number];
  /** Names of this guild alone count; only with a number. */
  readonly guild?: string | undefined;
  /** First of a month, `2026-09-01`. */
  readonly notBefore: string | undefined;
}

/** Most months that are offered. */
const mostMonths = 12;

/**
 * The days before which a signer can ask to stay unnamed: firsts of months, so that a day is nobody's.
 *
 * @param today @param until `2026-03-01`, UTC.
 */
export function offeredDays(today: string, until: string): string[] {
  const [year = 0, month = 1] = today.split('-').map(Number);
  return Array.from({ length: mostMonths }, (_, at) =>
    new Date(Date.UTC(year, month + at, 1)).toISOString().slice(0, 10),
  ).filter((day) => day <= until);
}

/** What was typed, where it is one of what is offered; undefined otherwise. */
export function parseRuleChoice(typed: {
  readonly least: string;
  readonly verification: string;
  readonly notBefore: string;
  readonly guild?: string;
}): RuleChoice | undefined {
  const least = offeredNumbers.find((one) => String(one) === typed.least);
  const verification = offeredVerifications.find((one) => one === (typed.verification || 'any'));
  const notBefore = /^20\d\d-\d\d-01$/u.test(typed.notBefore) ? typed.notBefore : undefined;
  const isRead =
    (typed.least === '' || least !== undefined) &&
    (typed.notBefore === '' || notBefore !== undefined);
  if (!isRead || verification === undefined) return undefined;
  if (least === undefined && notBefore === undefined) return undefined;
  const guild = typed.guild ?? '';
  // Of a guild without a number there is nothing to wait for, and the class would tell of it all the same.
  if (guild !== '' && least === undefined) return undefined;
  return { least, verification, notBefore, ...(guild !== '' && { guild }) };
}
