import { sql } from 'kysely';
import type { Problem } from '#platform/errors';
import { isLocale, type Locale } from '#platform/languages';
import type { Mail } from '#platform/mail';
import type { Tx } from '#platform/database';
import { openWeek } from '../fraud/signals.ts';
import { settleInvitation } from '../inviting/settle-invitation.ts';
import { LetterRefusal, type LetterCode } from '../letter-refusal.ts';
import { findTarget, holdTarget } from '../signing/find-targets.ts';
import { holdMailboxes, holdRowsOf } from '../signing/hold-mailboxes.ts';
import { keepForm } from '../signing/keep-forms.ts';
import { logSignature } from '../signing/log-signature.ts';
import type { ReceivedForm, SigningDesk } from '../signing/receive-signature.ts';
import { parseSignForm, type SignForm } from '../signing/sign-form.ts';
import { holdSignature } from '../signing/signer-link.ts';
import { findAgent, type FoundAgent } from './agent-link.ts';
import { parseMandate, storeMandate, type Mandate } from './mandate.ts';

/** A form that an agent sent for somebody. */
export interface AgentForm extends Omit<ReceivedForm, 'form' | 'writeMail'> {
  /** As the form for signing, and as `parseMandate`; name, and an address that is known, are not read. */
  readonly typed: object;
  /** Of the page. */
  readonly locale: Locale;
  /** Tells the person by their own mailbox; told the language they are written to in, and the code of their link. */
  writeTold(told: {
    readonly locale: Locale;
    readonly agent: string;
    readonly link: string;
  }): Pick<Mail, 'subject' | 'text'>;
}

export interface AgentOutcome {
  readonly kind: 'confirmed' | 'held';
  /** The person's link, for the agent to hand on: only where nobody knows an address of theirs. */
  readonly link: string | undefined;
}

/**
 * Signs for somebody by the link of their agent. What counts is the agent's word, which is a class of its own;
 * the person is told by mail, and their own word goes before: of whoever has signed, or comes to sign, what they
 * sent themselves stands, and the agent is answered the same. A link that our mail server did not bring shows
 * nobody's mailbox: then the signature is held until an organiser has reached the person.
 *
 * @throws LetterRefusal `agent-link`, `agent-address`, `agent-untold`, as `parseSignForm`, `parseMandate` and
 * `findTarget`.
 */
export async function signByAgent(
  desk: SigningDesk,
  code: string,
  sent: AgentForm,
): Promise<AgentOutcome> {
  const found = await findAgent(desk.db, desk.sealer, code);
  if (found.letter !== sent.letter) throw new LetterRefusal({ code: 'agent-link' });
  const { form, mandate } = readForm(found, sent);
  const target = await findTarget(desk.db, sent);
  const { keys, way, id, uid } = found;
  const { address } = form.person;
  const mailbox = keys.mailbox(address === '' ? `invitation@${id}` : address);
  const week = await openWeek(desk.db, keys, target.letterId, target.week);
  const received = { ...sent, form };
  return desk.db.transaction().execute(async (tx) => {
    await holdTarget(tx, sent);
    const [isAdmitted = false] = address === '' ? [true] : await desk.mailer.admit(tx, [address]);
    if (!isAdmitted) throw new LetterRefusal({ code: 'agent-untold' });
    const via = way === 'smtp' ? 'smtp' : 'outbox';
    const rest = { week, withheld: undefined, agent: uid };
    const kept = await keepForm(tx, { keys, target, received, mailbox, via, ...rest });
    const link = keys.link(kept.uid);
    const outcome = {
      kind: via === 'smtp' ? 'confirmed' : 'held',
      link: address === '' ? link : undefined,
    } as const;
    // A second click on the same form.
    if (!kept.isNew) return outcome;
    await holdMailboxes(tx, [link], true);
    await holdRowsOf(tx, [link]);
    if (await hasOwnWord(tx, target.letterId, mailbox)) {
      await sql`delete from letter_signature where id = ${kept.id}`.execute(tx);
      return outcome;
    }
    await confirmFor(tx, desk, found, { link, mandate });
    if (address !== '') {
      const told = { locale: localeOf(found, sent.locale), agent: found.agent.name, link };
      await desk.mailer.sendAdmitted(tx, [
        { ...sent.writeTold(told), to: address, kind: 'letter.signed' },
      ]);
    }
    return outcome;
  });
}

/** @throws LetterRefusal with every problem of both. */
function readForm(
  { keys, person, agent, agentMailbox }: FoundAgent,
  { typed, locale }: AgentForm,
): { readonly form: SignForm; readonly mandate: Mandate } {
  const known = person.address === '' ? {} : { address: person.address };
  const whole = { ...typed, name: person.name, ...known };
  const problems: Problem<LetterCode>[] = [];
  const mandate = orProblems(problems, () => parseMandate(typed, agent.name, new Date()));
  const form = orProblems(problems, () =>
    parseSignForm(whole, localeOf({ person }, locale), { byHand: true }),
  );
  // Who may open names, and when, is for each to decide for themselves.
  if (form?.withheld !== undefined) problems.push({ code: 'sign-appearance', field: 'appearance' });
  const address = form?.person.address ?? '';
  if (address !== '' && keys.mailbox(address).equals(agentMailbox)) {
    problems.push({ code: 'agent-address', field: 'address' });
  }
  if (form === undefined || mandate === undefined || problems.length > 0) {
    throw new LetterRefusal(problems);
  }
  // Nobody agrees to mails for somebody else.
  const consents = new Set([...form.consents].filter((one) => one !== 'updates'));
  return { form: { ...form, consents }, mandate };
}

function orProblems<Value>(problems: Problem<LetterCode>[], read: () => Value): Value | undefined {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof LetterRefusal)) throw error;
    problems.push(...error.problems);
    return undefined;
  }
}

function localeOf({ person }: Pick<FoundAgent, 'person'>, locale: Locale): Locale {
  return isLocale(person.language) ? person.language : locale;
}

/** Whether anything but forms that nobody confirmed is there of the person. */
async function hasOwnWord(tx: Tx, letterId: string, mailbox: Buffer): Promise<boolean> {
  const { rows } = await sql`
    select from letter_signature where letter_id = ${letterId} and mailbox = ${mailbox}
      and state <> 'waiting' limit 1`.execute(tx);
  return rows.length > 0;
}

async function confirmFor(
  tx: Tx,
  { sealer }: SigningDesk,
  { id, way }: FoundAgent,
  { link, mandate }: { readonly link: string; readonly mandate: Mandate },
): Promise<void> {
  const isShown = way === 'smtp';
  const waiting = await holdSignature(tx, sealer, link);
  await sql`
    update letter_signature set state = ${isShown ? 'confirmed' : 'held'}, confirmed_at = now(),
      verification = ${isShown ? 'agent' : null} where id = ${waiting.id}`.execute(tx);
  await storeMandate(tx, waiting, mandate);
  await sql`
    update letter_invitation set signature_id = ${waiting.id} where id = ${id}`.execute(tx);
  const signature = await holdSignature(tx, sealer, link);
  await settleInvitation(tx, signature);
  if (isShown) await logSignature(tx, signature, 'agent');
}
