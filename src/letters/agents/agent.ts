import { isKeepable } from '#platform/database';
import { withoutInvisible } from '#platform/languages';
import { MailRefusal, parseMailAddress } from '#platform/mail';
import { signLimits } from '../signing/form-lists.ts';
import type { SignerKeys } from '../signing/signer-keys.ts';

/** Somebody who may sign for a person that is invited; sealed where it is kept. */
export interface Agent {
  readonly name: string;
  readonly address: string;
}

/**
 * Reads who an agent is, as a list or the desk names them.
 *
 * @returns undefined unless both are there and can be kept.
 */
export function parseAgent(typed: Agent): Agent | undefined {
  const name = withoutInvisible(typed.name.normalize('NFC')).replaceAll(/\s+/gu, ' ').trim();
  const isName = name !== '' && name.length <= signLimits.name && isKeepable(name);
  if (!isName || /:\/\/|www\.|[<>{}@]|\p{Cc}/iu.test(name)) return undefined;
  try {
    return { name, address: parseMailAddress(typed.address.trim().replace(/^mailto:/iu, '')) };
  } catch (error) {
    if (!(error instanceof MailRefusal)) throw error;
    return undefined;
  }
}

/** @param uid of the row that keeps it. */
export function sealAgent(keys: SignerKeys, uid: string, agent: Agent): string {
  return keys.person.seal(JSON.stringify(agent), agentContext(uid));
}

/** @param sealed as `sealAgent` made it. */
export function openAgent(keys: SignerKeys, uid: string, sealed: string): Agent {
  return JSON.parse(keys.person.openText(sealed, agentContext(uid))) as Agent;
}

const agentContext = (uid: string) => `agent ${uid}`;
