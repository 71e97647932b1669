import { sql } from 'kysely';
import { longestGuild } from '@countersign/letter';
import {
  panelDigest,
  panelLimits,
  requirePanel,
  WithheldFault,
  type Organisation,
  type Panel,
} from '@countersign/withheld';
import { may, writeAudit, type Actor } from '#accounts';
import { announceChange } from '#editions';
import { isKeepable, type Db, type Tx } from '#platform/database';
import { foldForSearch } from '#platform/languages';
import { LetterRefusal } from '../letter-refusal.ts';
import { holdLetter } from '../letters.ts';
import { cleanLine, lineProblem } from '../signing/shown-lines.ts';
import type { LetterPanel } from './seal-typed.ts';

export interface PanelInput {
  readonly need: number;
  /** Lines `organisation = age1…`. */
  readonly organisations: string;
  readonly until: string;
  /** Lines: guilds and houses, as the list spells them, for so many of which a name can wait. */
  readonly guilds?: string;
}

/** Most guilds that are offered. */
const mostGuilds = 20;

/** Longest that a name is withheld. */
const mostDays = 3 * 366;

/**
 * Says which organisations can open withheld names, how many of them must, and until when. Nobody is offered
 * it before another person has looked at it. From then on, once signing has opened, it stays: whoever
 * signed was shown these organisations, and their names are sealed for them.
 *
 * @throws LetterRefusal `not-allowed`, `withheld-too-late`, `withheld-recipient` (params `line`),
 * `withheld-need`, `withheld-until`, `withheld-guilds`, `bad-characters`.
 */
export async function setPanel(
  tx: Tx,
  actor: Actor,
  uid: string,
  input: PanelInput,
  now: Date,
): Promise<void> {
  const letter = await holdLetter(tx, actor, uid);
  if (!may(actor, 'letter.decide', { scopeId: letter.scopeId })) {
    throw new LetterRefusal({ code: 'not-allowed' });
  }
  if (letter.kind !== 'collective') throw new LetterRefusal({ code: 'letter-not-signable' });
  const { rows: opened } = await sql`
    select from letter_signing s where s.letter_id = ${letter.id} and s.state <> 'planned'
      and not exists (select from letter_panel p
        where p.letter_id = s.letter_id and p.confirmed_at is null)`.execute(tx);
  if (opened.length > 0) throw new LetterRefusal({ code: 'withheld-too-late' });
  const panel = { letter: letter.uid, need: input.need, organisations: parseLines(input) };
  requireSound(panel);
  const until = requireUntil(input.until, now);
  const guilds = parseGuilds(input.guilds ?? '');
  await sql`
    insert into letter_panel (letter_id, need, organisations, until, digest, guilds, set_by)
    values (${letter.id}, ${panel.need}, ${JSON.stringify(panel.organisations)}, ${until},
      ${panelDigest(panel)}, ${JSON.stringify(guilds)}, ${actor.accountId})
    on conflict (letter_id) do update set need = excluded.need, until = excluded.until,
      organisations = excluded.organisations, digest = excluded.digest, guilds = excluded.guilds,
      set_by = excluded.set_by, set_at = now(), confirmed_by = null, confirmed_at = null`.execute(
    tx,
  );
  await writeAudit(tx, {
    ...{ accountId: actor.accountId, action: 'letter.signing', subject: letter.uid },
    detail: { withheld: 'panel', organisations: panel.organisations.length, need: panel.need },
  });
  await announceChange(tx);
}

/**
 * Confirms who can open names: from now on signers are offered it. Also after signing has opened, when
 * nobody has been shown these organisations yet.
 *
 * @param asked digest, last day and guilds of the panel that was before their eyes.
 * @throws LetterRefusal `not-allowed`, `withheld-changed` when another one was set meanwhile or none waits,
 * `withheld-panel-own` by who set it.
 */
export async function confirmPanel(
  tx: Tx,
  actor: Actor,
  asked: {
    readonly letter: string;
    readonly digest: string;
    readonly until: string;
    readonly guilds?: readonly string[];
    readonly singlePerson?: boolean;
  },
): Promise<void> {
  const letter = await holdLetter(tx, actor, asked.letter);
  const { rows } = await sql<{ authorId: string }>`
    select set_by as "authorId" from letter_panel
    where letter_id = ${letter.id} and digest = ${asked.digest}
      and until::text = ${asked.until} and guilds = ${JSON.stringify(asked.guilds ?? [])}::jsonb
      and confirmed_at is null
    for no key update`.execute(tx);
  const [panel] = rows;
  if (!may(actor, 'letter.decide', { scopeId: letter.scopeId })) {
    throw new LetterRefusal({ code: 'not-allowed' });
  }
  if (panel === undefined) throw new LetterRefusal({ code: 'withheld-changed' });
  const facts = { ...panel, scopeId: letter.scopeId, singlePerson: asked.singlePerson === true };
  if (!may(actor, 'letter.decide', facts)) throw new LetterRefusal({ code: 'withheld-panel-own' });
  await sql`
    update letter_panel set confirmed_by = ${actor.accountId}, confirmed_at = now()
    where letter_id = ${letter.id}`.execute(tx);
  await writeAudit(tx, {
    ...{ accountId: actor.accountId, action: 'letter.signing', subject: letter.uid },
    detail: { withheld: 'panel-confirmed' },
  });
  await announceChange(tx);
}

function parseLines({ organisations }: PanelInput): Organisation[] {
  const lines = organisations.split('\n').filter((line) => line.trim() !== '');
  if (lines.length > panelLimits.organisations) throw new LetterRefusal(needProblem);
  return lines.map((line) => {
    const at = line.lastIndexOf('=');
    const name = line.slice(0, Math.max(at, 0)).normalize('NFC').replaceAll(/\s+/gu, ' ').trim();
    if (!isKeepable(name) || name.length > panelLimits.name) {
      throw new LetterRefusal({ code: 'bad-characters', field: 'organisations' });
    }
    return { name, recipient: line.slice(at + 1).trim() };
  });
}

function parseGuilds(typed: string): string[] {
  const lines = typed.split('\n').map(cleanLine);
  const guilds = lines.filter((line) => line !== '');
  const isKept = (line: string) =>
    line.length <= longestGuild &&
    isKeepable(line) &&
    // What folds to nothing would be everybody's who names no guild.
    /[\p{L}\p{N}]/u.test(foldForSearch(line)) &&
    lineProblem('affiliation', line) === undefined;
  // Two spellings of one guild would be two classes that count the same names.
  const isTwice = new Set(guilds.map(foldForSearch)).size < guilds.length;
  if (guilds.length > mostGuilds || isTwice || !guilds.every(isKept)) {
    throw new LetterRefusal({
      ...{ code: 'withheld-guilds', field: 'guilds' },
      params: { most: mostGuilds, longest: longestGuild },
    });
  }
  return guilds;
}

const needProblem = { code: 'withheld-need', field: 'need' } as const;

function requireSound(panel: Panel): void {
  try {
    requirePanel(panel);
  } catch (error) {
    if (!(error instanceof WithheldFault)) throw error;
    if (error.code !== 'withheld-recipient') throw new LetterRefusal(needProblem);
    const params = { line: (error.organisation ?? 0) + 1 };
    throw new LetterRefusal({ code: 'withheld-recipient', field: 'organisations', params });
  }
}

function requireUntil(typed: string, now: Date): string {
  const ms = /^\d{4}-\d{2}-\d{2}$/u.test(typed) ? Date.parse(`${typed}T00:00:00Z`) : Number.NaN;
  const days = (ms - now.getTime()) / 86_400_000;
  const isDay = !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(typed);
  if (!isDay || days < 1 || days > mostDays) {
    throw new LetterRefusal({ code: 'withheld-until', field: 'until' });
  }
  return typed;
}

/** @returns undefined where no name can be withheld, or not before somebody has confirmed by whom it is opened. */
export async function findPanel(db: Db, letterId: string): Promise<LetterPanel | undefined> {
  const { rows } = await sql<LetterPanel>`
    select l.uid as letter, p.need, p.organisations, p.until::text as until, p.digest, p.guilds
    from letter_panel p join letter l on l.id = p.letter_id
    where l.id = ${letterId} and p.confirmed_at is not null`.execute(db);
  return rows[0];
}
