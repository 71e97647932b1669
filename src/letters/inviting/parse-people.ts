import { isKeepable } from '#platform/database';
import { foldForSearch, isLocale, withoutInvisible } from '#platform/languages';
import { MailRefusal, parseMailAddress } from '#platform/mail';
import { findCountry, parseIdentifier } from '#record';
import { parseAgent, type Agent } from '../agents/agent.ts';
import { LetterRefusal } from '../letter-refusal.ts';
import { signLimits } from '../signing/form-lists.ts';
import {
  listColumns,
  listHeadings,
  type LineProblem,
  type ListColumn,
} from './invitation-lists.ts';
import type { TableRow } from './read-table.ts';

/** Somebody who is to be invited, as a list tells; sealed where it is kept. */
export interface InvitedPerson {
  readonly name: string;
  readonly credit: string;
  readonly affiliation: string;
  /** ISO 3166-1 alpha-2, or empty. */
  readonly country: string;
  /** In which they are written to; empty for the letter's own. */
  readonly language: string;
  /** Empty for somebody whose link goes by hand. */
  readonly address: string;
  readonly wikidata: string;
  readonly imdb: string;
  readonly isni: string;
  /** By which people of one name are told apart. */
  readonly works: string;
}

/** Somebody of a list. */
export interface ListedPerson extends InvitedPerson {
  readonly line: number;
  /** Who may sign for them. */
  readonly agent: Agent | undefined;
}

/** Something wrong with one line of a list. `same-name` and `agent-uninvited` keep nobody out. */
export interface LineTrouble {
  readonly line: number;
  readonly code: LineProblem;
}

export interface ParsedPeople {
  readonly people: readonly ListedPerson[];
  readonly troubles: readonly LineTrouble[];
}

const longest = { ...signLimits, works: 500 } as const;

/**
 * Reads the people of a table whose first row names the columns, in any of our languages. Lines with
 * something wrong are told and left out; nobody is guessed.
 *
 * @throws LetterRefusal `import-no-columns` when no column is called a name.
 */
export function parsePeople([head, ...rows]: readonly TableRow[]): ParsedPeople {
  const columns = columnsOf(head?.cells ?? []);
  if (!columns.has('name')) throw new LetterRefusal({ code: 'import-no-columns', field: 'file' });
  const people: ListedPerson[] = [];
  const troubles: LineTrouble[] = [];
  const mailboxes = new Set<string>();
  const names = new Set<string>();
  for (const { line, cells } of rows) {
    const cell = (column: ListColumn) => cells[columns.get(column) ?? -1] ?? '';
    const { person, wrong } = parsePerson(cell);
    const agent = parseListedAgent(cell, person);
    if (agent === 'wrong') wrong.push('agent');
    const mailbox = person.address.toLowerCase();
    if (mailbox !== '' && mailboxes.has(mailbox)) wrong.push('twice');
    troubles.push(...wrong.map((code) => ({ line, code })));
    if (wrong.length > 0 || agent === 'wrong') continue;
    if (mailbox !== '') mailboxes.add(mailbox);
    const name = foldForSearch(person.name);
    if (names.has(name)) troubles.push({ line, code: 'same-name' });
    names.add(name);
    people.push({ ...person, line, agent });
  }
  return { people, troubles };
}

/** An agent is named whole or not at all, and is not the person. */
function parseListedAgent(
  cell: (column: ListColumn) => string,
  { address }: InvitedPerson,
): Agent | 'wrong' | undefined {
  const typed = { name: unguarded(cell('agent')), address: cell('agentMail') };
  if (typed.name === '' && typed.address === '') return undefined;
  const agent = parseAgent(typed);
  const isOther = agent?.address.toLowerCase() !== address.toLowerCase();
  return agent !== undefined && isOther ? agent : 'wrong';
}

function columnsOf(cells: readonly string[]): Map<ListColumn, number> {
  const found = new Map<ListColumn, number>();
  for (const [at, cell] of cells.entries()) {
    const folded = foldForSearch(cell);
    const column = listColumns.find((one) =>
      listHeadings[one].some((heading) => foldForSearch(heading) === folded),
    );
    if (column !== undefined && !found.has(column)) found.set(column, at);
  }
  return found;
}

function parsePerson(cell: (column: ListColumn) => string) {
  const wrong: LineProblem[] = [];
  const line = (column: 'name' | 'credit' | 'affiliation' | 'works'): string => {
    const text = withoutInvisible(unguarded(cell(column)).normalize('NFC'))
      .replaceAll(/\s+/gu, ' ')
      .trim();
    if (text.length > longest[column]) wrong.push('too-long');
    else if (!isKeepable(text) || /:\/\/|www\.|[<>{}@]|[\p{Cc}\p{Zl}\p{Zp}]/iu.test(text)) {
      wrong.push('refused');
    }
    return text;
  };
  const one = (column: ListColumn, read: (text: string) => string | undefined): string => {
    const text = cell(column);
    const value = text === '' ? '' : read(text);
    if (value === undefined) wrong.push(column === 'mail' ? 'mail' : (column as LineProblem));
    return value ?? '';
  };
  const person: InvitedPerson = {
    ...{ name: line('name'), credit: line('credit'), affiliation: line('affiliation') },
    ...{ works: line('works'), country: one('country', findCountry) },
    ...{ language: one('language', findLanguage), address: one('mail', readAddress) },
    wikidata: one('wikidata', (text) => readIdentifier('wikidata', text)),
    imdb: one('imdb', (text) => readIdentifier('imdb', text)),
    isni: one('isni', (text) => readIdentifier('isni', text)),
  };
  if (person.name === '') wrong.push('name-missing');
  return { person, wrong };
}

// What a spreadsheet, or our own export, puts before a cell so that it does not run as a formula.
function unguarded(text: string): string {
  return /^'[=+\-@]/u.test(text) ? text.slice(1) : text;
}

function findLanguage(text: string): string | undefined {
  const folded = foldForSearch(text);
  const names: Readonly<Record<string, string>> = {
    ...{ english: 'en', anglais: 'en', french: 'fr', francais: 'fr', persian: 'fa', farsi: 'fa' },
    ...{ persan: 'fa', [foldForSearch('فارسی')]: 'fa', [foldForSearch('français')]: 'fr' },
  };
  const [tag = ''] = text.toLowerCase().split(/[-_]/u, 1);
  if (isLocale(tag)) return tag;
  return names[folded];
}

function readAddress(text: string): string | undefined {
  try {
    return parseMailAddress(text.replace(/^mailto:/iu, ''));
  } catch (error) {
    if (!(error instanceof MailRefusal)) throw error;
    return undefined;
  }
}

function readIdentifier(scheme: 'wikidata' | 'imdb' | 'isni', text: string): string | undefined {
  const read = parseIdentifier(scheme, text, 'person');
  return read.ok ? read.value : undefined;
}
