import { createBatcher } from '#platform/batching';
import { isDatabaseAway } from '#platform/database';
import type { LetterRefusal } from '../letter-refusal.ts';
import { confirmSignatures, type ConfirmedState } from './confirm-signature.ts';
import {
  readyForm,
  receiveSignatures,
  type ReadyForm,
  type ReceivedForm,
  type SigningDesk,
} from './receive-signature.ts';
import { canonicalMailbox } from './signer-keys.ts';

/** Where a process takes signatures: what comes while a commit is under way goes with the next one. */
export interface SigningTogether {
  /** As `receiveSignature`. @throws BatchesFull besides. */
  receive(received: ReceivedForm): Promise<void>;
  /** As `confirmSignature`. @throws BatchesFull besides. */
  confirm(link: string): Promise<ConfirmedState>;
}

// What waits at most is answered within some seconds on a small server, or it would be sent again by impatience.
// More than a mailbox is ever sent in a day, or links it has.
const bounds = {
  ...{ most: 64, aloneAtOnce: 2, mostWaiting: 4_096, mostOfOne: 32 },
  concernsAll: isDatabaseAway,
};

/** Nothing is answered before its commit, and nobody suffers for what is wrong with another's. */
export function signTogether(desk: SigningDesk): SigningTogether {
  const forms = createBatcher<ReadyForm, LetterRefusal | undefined>({
    ...bounds,
    // The same form of somebody impatient, and their next one, go one after the other.
    keyOf: ({ received }) => canonicalMailbox(received.form.person.address),
    work: async (ready) =>
      (await receiveSignatures(desk, ready)).map((value) => ({ status: 'fulfilled', value })),
  });
  const links = createBatcher<string, ConfirmedState>({
    ...bounds,
    keyOf: (link) => link,
    work: (together, isAlone) =>
      desk.db
        .transaction()
        .execute((tx) => confirmSignatures(tx, desk.sealer, together, { waits: isAlone })),
  });
  return {
    async receive(received) {
      const refusal = await forms.add(await readyForm(desk.db, received));
      if (refusal !== undefined) throw refusal;
    },
    confirm: (link) => links.add(link),
  };
}
