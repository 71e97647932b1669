import type { JsonValue } from '@countersign/proof';
import { verifications, type Verification } from './verification.ts';

/** Until when somebody's name is withheld (spec/withheld.md): numbers and days, nothing of a person. */
export interface WithheldRule {
  /** SHA-256 of the panel that can open it, base64. */
  readonly panel: string;
  /** Opened when so many names are shown, of this verification; those that open at once count. */
  readonly names?: {
    readonly least: number;
    readonly verification: Verification | 'any';
    /** Of this guild or house alone, as the panel spells it; who opens at once counts by a rule that names it. */
    readonly affiliation?: string;
  };
  /** Not opened before this day, `2026-03-01` in UTC. */
  readonly notBefore?: string;
  /** What was not opened by the end of this day is destroyed. */
  readonly until: string;
}

/** A rule as JSON. */
export function ruleJson({ names, ...rest }: WithheldRule): { [member: string]: JsonValue } {
  return { ...rest, ...(names && { names: { ...names } }) };
}

/** Most names that a rule can wait for. */
const mostNames = 1_000_000;

const hash = /^[A-Za-z0-9+/]{43}=$/u;

/** Reads a rule from JSON that anybody may have made; undefined when it is none. */
export function readRule(value: JsonValue | undefined): WithheldRule | undefined {
  const members = membersOf(value);
  if (members === undefined) return undefined;
  const { panel, names: typed, notBefore, until, ...others } = members;
  if (typeof panel !== 'string' || !hash.test(panel) || !isDay(until)) return undefined;
  if (Object.keys(others).length > 0 || (typed === undefined && notBefore === undefined)) {
    return undefined;
  }
  if (notBefore !== undefined && (!isDay(notBefore) || notBefore > until)) return undefined;
  const names = readNames(typed);
  if (typed !== undefined && names === undefined) return undefined;
  return { panel, ...(names && { names }), ...(notBefore !== undefined && { notBefore }), until };
}

function readNames(value: JsonValue | undefined): WithheldRule['names'] | undefined {
  const { least, verification, affiliation, ...others } = membersOf(value) ?? {};
  const known = (['any', ...verifications] as const).find((one) => one === verification);
  if (typeof least !== 'number' || !Number.isSafeInteger(least)) return undefined;
  if (least < 1 || least > mostNames || known === undefined) return undefined;
  if (Object.keys(others).length > 0) return undefined;
  if (affiliation === undefined) return { least, verification: known };
  return isGuild(affiliation) ? { least, verification: known, affiliation } : undefined;
}

/** Longest name of a guild in a rule, in UTF-16 units. */
export const longestGuild = 120;

/** One spelling: nobody makes a second class of the same guild by a space or an invisible sign. */
function isGuild(value: JsonValue): value is string {
  return (
    typeof value === 'string' &&
    value.length >= 1 &&
    value.length <= longestGuild &&
    value.isWellFormed() &&
    value === value.normalize('NFC').replaceAll(/\s+/gu, ' ').trim() &&
    // Joiners are spelling in Persian and other scripts, variation selectors in Chinese.
    !/(?![\u200C\u200D\p{Variation_Selector}])[\p{Cc}\p{Default_Ignorable_Code_Point}]/u.test(
      value,
    ) &&
    !/[\u2066-\u2069\u202A-\u202E]/u.test(value)
  );
}

function membersOf(value: JsonValue | undefined): Readonly<Record<string, JsonValue>> | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return value as Readonly<Record<string, JsonValue>>;
}

function isDay(value: JsonValue | undefined): value is string {
  if (typeof value !== 'string' || !/^20\d\d-[01]\d-[0-3]\d$/u.test(value)) return false;
  const ms = Date.parse(`${value}T00:00:00Z`);
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(value);
}

/** Signatures whose names are withheld by the same rule and that are verified in the same way. */
export interface WithheldGroup {
  readonly rule: WithheldRule;
  readonly verification: Verification;
  readonly count: number;
}

/** How many names are shown, by their verification. */
export type NamedCounts = Readonly<Partial<Record<Verification, number>>>;

/**
 * The groups whose rules are met if all of them open together: the largest set that is consistent. From
 * all of them downwards, whoever waits for more than there would be is taken away, until nobody is. More
 * names never make a rule fail, so no larger set can hold.
 *
 * @param named how many names of each verification are shown already.
 * @param today `2026-03-01`, in UTC.
 * @param guilds the same of each guild that a rule names.
 */
export function resolveWithheld<Group extends WithheldGroup>(
  groups: readonly Group[],
  named: NamedCounts,
  today: string,
  guilds: ReadonlyMap<string, NamedCounts> = new Map(),
): Group[] {
  let opening = groups.filter(
    ({ rule }) => rule.notBefore === undefined || rule.notBefore <= today,
  );
  for (;;) {
    const shown = new Map<string, number>();
    const add = (guild: string | undefined, verification: Verification, count: number) => {
      for (const one of [verification, 'any'] as const) {
        const key = countKey(guild, one);
        shown.set(key, (shown.get(key) ?? 0) + count);
      }
    };
    for (const one of verifications) {
      add(undefined, one, named[one] ?? 0);
      for (const [guild, counts] of guilds) add(guild, one, counts[one] ?? 0);
    }
    for (const { rule, verification, count } of opening) {
      add(undefined, verification, count);
      const guild = rule.names?.affiliation;
      if (guild !== undefined) add(guild, verification, count);
    }
    const left = opening.filter(
      ({ rule: { names } }) =>
        names === undefined ||
        (shown.get(countKey(names.affiliation, names.verification)) ?? 0) >= names.least,
    );
    if (left.length === opening.length) return opening;
    opening = left;
  }
}

// No verification has a space in it, so no two are one.
const countKey = (guild: string | undefined, verification: Verification | 'any') =>
  guild === undefined ? verification : `${verification} ${guild}`;
