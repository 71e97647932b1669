import { Encrypter } from 'age-encryption';
import { encodeBase64, type JsonValue } from '@countersign/proof';
import { hashFor } from './hashes.ts';
import { jsonBytes, listOf, malformed, membersOf, textOf, uuidOf } from './strict-json.ts';
import { WithheldFault } from './withheld-fault.ts';

/** Who can open the withheld names of a letter together (spec/withheld.md, "The panel"). */
export interface Panel {
  /** Public id of the letter. */
  readonly letter: string;
  /** How many of them must. */
  readonly need: number;
  readonly organisations: readonly Organisation[];
}

export interface Organisation {
  readonly name: string;
  /** age recipient: `age1…`. */
  readonly recipient: string;
}

export const panelLimits = { organisations: 9, name: 120, recipient: 2_100 } as const;

/** Reads a panel that anybody may have made. @throws WithheldFault. */
export function readPanel(value: JsonValue): Panel {
  const { letter, need, organisations } = membersOf(value, ['letter', 'need', 'organisations']);
  if (typeof need !== 'number' || !Number.isSafeInteger(need)) throw malformed('expected a number');
  const panel = {
    letter: uuidOf(letter),
    need,
    organisations: listOf(organisations, panelLimits.organisations).map((one) => {
      const { name, recipient } = membersOf(one, ['name', 'recipient']);
      return {
        name: textOf(name, panelLimits.name),
        recipient: textOf(recipient, panelLimits.recipient),
      };
    }),
  };
  requirePanel(panel);
  return panel;
}

/**
 * @throws WithheldFault `withheld-recipient` with the organisation; `withheld-need`: one organisation
 * alone must never be enough.
 */
export function requirePanel({ organisations, need }: Panel): void {
  for (const [at, { recipient, name }] of organisations.entries()) {
    const isTwice = organisations.findIndex((one) => one.recipient === recipient) !== at;
    if (name.trim() === '' || isTwice || !isRecipient(recipient)) {
      throw new WithheldFault('withheld-recipient', `organisation ${at}`, at);
    }
  }
  if (need < 2 || need > organisations.length) {
    throw new WithheldFault('withheld-need', `${need} of ${organisations.length}`);
  }
}

/** Whether age encrypts to it. */
export function isRecipient(text: string): boolean {
  try {
    new Encrypter().addRecipient(text);
    return /^age1[0-9a-z]+$/u.test(text);
  } catch {
    return false;
  }
}

/** What every rule under this panel names, base64: who can open cannot be exchanged unseen. */
export function panelDigest(panel: Panel): string {
  return encodeBase64(hashFor('withheld-panel', jsonBytes(panelJson(panel))));
}

export function panelJson({ letter, need, organisations }: Panel): JsonValue {
  return { letter, need, organisations: organisations.map((one) => ({ ...one })) };
}
