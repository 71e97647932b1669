import { use } from 'react';
import { createTranslator, type Catalog, type Locale, type Translator } from '#platform/languages';
import { useLocale } from '../page-environment.tsx';
import type account from './en/account.json';
import type accounts from './en/accounts.json';
import type agent from './en/agent.json';
import type coding from './en/coding.json';
import type common from './en/common.json';
import type course from './en/course.json';
import type desk from './en/desk.json';
import type invite from './en/invite.json';
import type fraud from './en/fraud.json';
import type ledger from './en/ledger.json';
import type letters from './en/letters.json';
import type log from './en/log.json';
import type press from './en/press.json';
import type publicPages from './en/public.json';
import type quote from './en/quote.json';
import type record from './en/record.json';
import type sign from './en/sign.json';
import type translate from './en/translate.json';
import type upkeep from './en/upkeep.json';
import type vouch from './en/vouch.json';
import type withheld from './en/withheld.json';

/** The areas of messages and, from the English catalogs, their keys. */
interface Keys {
  readonly common: keyof typeof common;
  readonly public: keyof typeof common | keyof typeof publicPages;
  readonly desk: keyof typeof common | keyof typeof desk;
  readonly record: keyof typeof common | keyof typeof record;
  readonly agent: keyof typeof common | keyof typeof agent;
  readonly coding: keyof typeof common | keyof typeof coding;
  readonly course: keyof typeof common | keyof typeof course;
  readonly account: keyof typeof common | keyof typeof account;
  readonly accounts: keyof typeof common | keyof typeof accounts;
  readonly invite: keyof typeof common | keyof typeof invite;
  readonly fraud: keyof typeof common | keyof typeof fraud;
  readonly ledger: keyof typeof common | keyof typeof ledger;
  readonly letters: keyof typeof common | keyof typeof letters;
  readonly log: keyof typeof common | keyof typeof log;
  readonly press: keyof typeof common | keyof typeof press;
  readonly quote: keyof typeof common | keyof typeof quote;
  readonly sign: keyof typeof common | keyof typeof sign;
  readonly translate: keyof typeof common | keyof typeof translate;
  readonly upkeep: keyof typeof common | keyof typeof upkeep;
  readonly vouch: keyof typeof common | keyof typeof vouch;
  readonly withheld: keyof typeof common | keyof typeof withheld;
}

export type Area = keyof Keys;

/** Messages of one area together with those of `common`. */
export type AreaTranslator<A extends Area> = Translator<Keys[A] & string>;

const catalogs = new Map<string, Catalog>();
const merged = new Map<string, Catalog>();
const loading = new Map<string, Promise<void>>();
let loaders: Readonly<Record<string, () => Promise<Catalog>>> = {};

/** Registers catalogs under their paths `./messages/fa/desk.json`; the server has all of them. */
export function addCatalogs(found: Readonly<Record<string, Catalog>>): void {
  for (const [path, catalog] of Object.entries(found)) catalogs.set(nameOf(path), catalog);
  // Registered again when a message is edited while pages are worked on.
  merged.clear();
}

/** Tells where the browser gets a catalog when a page first needs it. */
export function loadCatalogsFrom(from: Readonly<Record<string, () => Promise<Catalog>>>): void {
  loaders = Object.fromEntries(
    Object.entries(from).map(([path, loader]) => [nameOf(path), loader] as const),
  );
}

/** Brings the catalogs the server named, before hydration. */
export async function loadShippedCatalogs(locale: Locale, areas: readonly string[]): Promise<void> {
  await Promise.all(areas.map((area) => load(locale, area)));
}

/**
 * Messages of an area in the language of the page. A page that came by a link inside the browser
 * may still have to fetch them; React then keeps the old page until they are there.
 */
export function useT<A extends Area>(area: A): AreaTranslator<A> {
  const locale = useLocale();
  for (const needed of new Set<Area>(['common', area])) {
    if (!catalogs.has(`${locale}/${needed}`)) use(load(locale, needed));
  }
  return translatorOf(locale, area);
}

/**
 * Messages of an area, for loaders, actions and mails.
 *
 * @throws RangeError where the catalog was never registered, which is a bug of the caller.
 */
export function translatorOf<A extends Area>(locale: Locale, area: A): AreaTranslator<A> {
  const name = `${locale}/${area}`;
  let catalog = merged.get(name);
  if (catalog === undefined) {
    catalog = { ...registered(`${locale}/common`), ...registered(name) };
    merged.set(name, catalog);
  }
  // The keys come from the English catalog; scripts/check-messages.ts sees that the others match.
  return createTranslator(locale, catalog) as AreaTranslator<A>;
}

function registered(name: string): Catalog {
  const catalog = catalogs.get(name);
  if (catalog === undefined) throw new RangeError(`no messages "${name}"`);
  return catalog;
}

function load(locale: Locale, area: string): Promise<void> {
  const name = `${locale}/${area}`;
  const known = loading.get(name);
  if (known !== undefined) return known;
  const loader = loaders[name];
  const promise =
    catalogs.has(name) || loader === undefined
      ? Promise.resolve()
      : loader().then((catalog) => void catalogs.set(name, catalog));
  loading.set(name, promise);
  return promise;
}

function nameOf(path: string): string {
  return path.replace(/^.*\/([a-z]+\/[a-z]+)\.json$/, '$1');
}
