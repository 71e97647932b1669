import { foldForSearch } from '#platform/languages';
import type { AsideReason } from '../signing/form-lists.ts';
import { openHosts } from './known-hosts.ts';

/** What organisers have set for a letter. A `most` of 0 switches a rule off. */
export interface Guard {
  /** Forms of one network (/24 of IPv4, /48 of IPv6) within so many minutes. */
  readonly networkMost: number;
  readonly networkMinutes: number;
  /** Mailboxes of one host within so many minutes: somebody who owns a host owns all of its mailboxes. */
  readonly domainMost: number;
  readonly domainMinutes: number;
  /** Within a day: mailboxes that differ by dots, dashes and the number at their end. */
  readonly alikeMost: number;
  /** Within a day: mailboxes that signed with the same name, credit and affiliation. */
  readonly wordsMost: number;
  /**
   * Within an hour: confirmed sooner than somebody reads a mail, opens its link and presses a button. One
   * who is that quick is nobody's business.
   */
  readonly hastyMost: number;
  readonly hastySeconds: number;
  /** Mail hosts, in the form of {@link hostOf}: of houses that are known; of mailboxes kept for minutes. */
  readonly trustedHosts: readonly string[];
  readonly doubtedHosts: readonly string[];
  /** Names that nobody is believed without being reached. Whoever tries can find out what stands here. */
  readonly watchedNames: readonly string[];
}

/**
 * Defaults. A festival's office of sixty people behind one address signs in ten minutes without being
 * noticed; the attack of 2016 sent that many in a third of a second. Among hundreds of thousands who sign in a day many
 * have a common name, or a common name and a year as their mailbox.
 */
export const defaultGuard: Guard = {
  networkMost: 60,
  networkMinutes: 10,
  domainMost: 60,
  domainMinutes: 60,
  alikeMost: 20,
  wordsMost: 20,
  hastyMost: 20,
  hastySeconds: 3,
  trustedHosts: [],
  doubtedHosts: [],
  watchedNames: [],
};

/** What is known of a signature when its mailbox confirms it. Numbers count it itself. */
export interface SignatureFacts {
  readonly network: number;
  readonly domain: number;
  readonly alike: number;
  readonly words: number;
  /** From the form to the button. */
  readonly seconds: number;
  /** Others that were as quick. */
  readonly hasty: number;
  readonly host: string;
  /** Shown to everybody; empty where none is. */
  readonly shownName: string;
  /** Somebody of that name has a public page in the record. */
  readonly isInRecord: boolean;
}

/** Why a signature is doubted, the strongest reason first. Pure. */
export function doubtsOf(facts: SignatureFacts, guard: Guard): AsideReason[] {
  const over = (count: number, most: number) => most > 0 && count > most;
  const isOpen = openHosts.has(facts.host) || isUnder(facts.host, guard.trustedHosts);
  const found: readonly (readonly [AsideReason, boolean])[] = [
    ['network', over(facts.network, guard.networkMost)],
    ['domain', !isOpen && over(facts.domain, guard.domainMost)],
    ['alike', over(facts.alike, guard.alikeMost)],
    ['words', over(facts.words, guard.wordsMost)],
    ['hasty', isHasty(facts, guard) && over(facts.hasty + 1, guard.hastyMost)],
    ['host', isUnder(facts.host, guard.doubtedHosts)],
    ['well-known', facts.isInRecord || isWatched(facts.shownName, guard)],
  ];
  return found.flatMap(([reason, holds]) => (holds ? [reason] : []));
}

/** Whether a button was pressed sooner than a person could. */
export function isHasty({ seconds }: Pick<SignatureFacts, 'seconds'>, guard: Guard): boolean {
  return seconds < guard.hastySeconds;
}

/** Whether a name is one that nobody is believed without being reached. */
export function isWatched(name: string, { watchedNames }: Pick<Guard, 'watchedNames'>): boolean {
  const folded = foldForSearch(name);
  return folded !== '' && watchedNames.some((watched) => foldForSearch(watched) === folded);
}

/** The host of an address as `parseMailAddress` gives it. */
export function hostOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1).toLowerCase();
}

// A host stands for all beneath it: whoever owns example.org makes a.example.org in a second.
function isUnder(host: string, hosts: readonly string[]): boolean {
  return hosts.some((one) => host === one || host.endsWith(`.${one}`));
}

/** What is left of a mailbox without what costs nothing to vary: dots, dashes, a number at the end. */
export function plainMailbox(canonical: string): string {
  const at = canonical.lastIndexOf('@');
  const name = canonical.slice(0, at).replaceAll(/[._-]/gu, '');
  // A mailbox of digits alone is a telephone's: nothing of it would remain.
  return `${name.replace(/(?<=\p{L})\d+$/u, '')}${canonical.slice(at)}`;
}
