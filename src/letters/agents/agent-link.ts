import { sql } from 'kysely';
import type { Db, Tx } from '#platform/database';
import {
  readLetterText,
  readTranslations,
  type OpenedInvitation,
} from '../inviting/answer-invitation.ts';
import type { InvitedPerson } from '../inviting/parse-people.ts';
import { LetterRefusal } from '../letter-refusal.ts';
import { readKeptUntil } from '../retention/read-retention.ts';
import {
  hashLink,
  openSignerKeys,
  type LetterSealer,
  type SignerKeys,
} from '../signing/signer-keys.ts';
import { openAgent, type Agent } from './agent.ts';
import { endAgent } from './keep-agents.ts';

/** An agent as the link to them finds them. */
export interface FoundAgent {
  /** Of the invitation. */
  readonly id: string;
  readonly uid: string;
  readonly letterId: string;
  /** Public id of the letter. */
  readonly letter: string;
  /** The way that the link took: only what was mailed shows that it is the agent who has it. */
  readonly way: 'smtp' | 'outbox';
  readonly agent: Agent;
  readonly agentMailbox: Buffer;
  readonly mailbox: Buffer | null;
  readonly person: InvitedPerson;
  readonly keys: SignerKeys;
}

/** @throws LetterRefusal `agent-link`. */
export async function findAgent(db: Db, sealer: LetterSealer, code: string): Promise<FoundAgent> {
  const { rows } = await sql<
    Omit<FoundAgent, 'person' | 'keys' | 'agent'> &
      Readonly<Record<'invited' | 'secret' | 'person' | 'agent', string>>
  >`
    select i.id, a.uid, i.uid as invited, i.letter_id as "letterId", l.uid as letter, a.way, a.agent,
      a.mailbox as "agentMailbox", i.mailbox, i.person, s.secret
    from letter_agent a join letter_invitation i on i.id = a.invitation_id
    join letter l on l.id = i.letter_id join letter_signing s on s.letter_id = l.id
    where a.link = ${hashLink(code)}`.execute(db);
  const [row] = rows;
  if (row === undefined) throw new LetterRefusal({ code: 'agent-link' });
  const { secret, person, agent, invited, ...rest } = row;
  const keys = openSignerKeys(sealer, rest.letter, secret);
  return {
    ...{ ...rest, keys, agent: openAgent(keys, rest.uid, agent) },
    person: JSON.parse(keys.person.openText(person, invited)) as InvitedPerson,
  };
}

/** What an agent sees behind the button of their link: whether the person has signed is not in it. */
export interface OpenedAgent extends Pick<
  OpenedInvitation,
  'letter' | 'text' | 'hash' | 'translations' | 'signing' | 'message' | 'keptUntil'
> {
  /** Name of the agent. */
  readonly agent: string;
  /** As the organisers wrote them, without an address. */
  readonly person: Pick<InvitedPerson, 'name' | 'credit' | 'affiliation' | 'country'>;
  /** The organisers know an address at which the person is told. */
  readonly isTold: boolean;
}

/** @throws LetterRefusal `agent-link`. */
export async function openAsAgent(
  db: Db,
  sealer: LetterSealer,
  code: string,
): Promise<OpenedAgent> {
  const { letterId, letter, person, agent } = await findAgent(db, sealer, code);
  const { id, text, hash, state: signing, message } = await readLetterText(db, letterId);
  const { name, credit, affiliation, country, address } = person;
  return {
    ...{ letter, text, hash, signing, message, agent: agent.name, isTold: address !== '' },
    translations: await readTranslations(db, id),
    keptUntil: await readKeptUntil(db, letterId),
    person: { name, credit, affiliation, country },
  };
}

/** Erases somebody who is not this person's agent, or does not want to be. @throws LetterRefusal `agent-link`. */
export async function declineAsAgent(tx: Tx, sealer: LetterSealer, code: string): Promise<void> {
  const { id } = await findAgent(tx, sealer, code);
  await endAgent(tx, id);
}
