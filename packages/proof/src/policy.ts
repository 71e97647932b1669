import type { NoteKey } from './note-key.ts';

/** A log whose checkpoints are accepted. The name of its key is the origin of its checkpoints. */
export interface PolicyLog {
  readonly key: NoteKey;
  readonly url: string | undefined;
}

/** A countersigner (the specification's witness), with the name it has in the policy only. */
export interface PolicyWitness {
  readonly name: string;
  readonly key: NoteKey;
  readonly url: string | undefined;
}

/** Countersigners and groups, of which so many must have countersigned. */
export interface PolicyGroup {
  readonly name: string;
  /** 1 to the number of members. */
  readonly threshold: number;
  /** Names of witnesses and of groups before this one. */
  readonly members: readonly string[];
}

/**
 * Which checkpoints are believed (C2SP tlog-policy): those signed by one of the logs and cosigned as
 * the quorum demands.
 */
export interface Policy {
  readonly logs: readonly PolicyLog[];
  readonly witnesses: readonly PolicyWitness[];
  /** In an order in which each names only those before it. */
  readonly groups: readonly PolicyGroup[];
  /** Name of a witness or group, or `none` if no cosignature is demanded. */
  readonly quorum: string;
}

/** The quorum that demands nothing. */
export const noQuorum = 'none';

/** Whether the witnesses of those names, by themselves, meet the quorum of a policy. */
export function meetsQuorum({ groups, quorum }: Policy, cosigned: Iterable<string>): boolean {
  const met = new Set(cosigned);
  for (const { name, threshold, members } of groups) {
    if (members.filter((member) => met.has(member)).length >= threshold) met.add(name);
  }
  return quorum === noQuorum || met.has(quorum);
}
