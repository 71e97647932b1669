import type { WithheldFaultCode } from '@countersign/withheld';
import { Refusal } from '#platform/errors';
import type { ExitName } from './exit-codes.ts';

/** What the command line itself refuses; the rooms behind it have codes of their own. */
export type CliCode =
  | 'cli-unknown-command'
  | 'cli-bad-arguments'
  | 'cli-argument-missing'
  | 'cli-argument-too-many'
  | 'cli-choice'
  | 'cli-number'
  | 'cli-one-title'
  | 'cli-entity-or-all'
  | 'cli-claims-or-of'
  | 'cli-claims-none'
  | 'cli-as-nobody'
  | 'cli-as-several'
  | 'cli-move-or-copy'
  | 'cli-erasures-bad'
  | 'cli-not-running'
  | 'cli-job-unknown'
  | 'cli-countersigners-silent'
  | 'cli-say-yes'
  | 'cli-server-runs'
  | 'cli-server-restart'
  | 'cli-rotation-runs'
  | 'cli-keys-move'
  | 'cli-log-key'
  | 'file-not-found'
  | 'file-is-folder'
  | 'file-not-regular'
  | 'file-unreadable'
  | 'verify-address'
  | 'verify-unreachable'
  | 'verify-too-large'
  | 'verify-policy'
  | 'verify-roots'
  | 'verify-receipt'
  | 'cli-name'
  | 'verify-needs-policy'
  | 'verify-nothing'
  /** Of the press: the dossier in it is what can be checked. */
  | 'verify-kit'
  | WithheldFaultCode
  | 'withheld-needs-identity'
  | 'withheld-digest'
  | 'withheld-file-exists'
  | 'dossier-absent'
  | 'dossier-removed'
  | 'dossier-not-yet'
  | 'dossier-too-large'
  | 'dossier-exists';

const exits: Readonly<Record<CliCode, ExitName>> = {
  'cli-unknown-command': 'usage',
  'cli-bad-arguments': 'usage',
  'cli-argument-missing': 'usage',
  'cli-argument-too-many': 'usage',
  'cli-choice': 'usage',
  'cli-number': 'usage',
  'cli-one-title': 'usage',
  'cli-entity-or-all': 'usage',
  'cli-claims-or-of': 'usage',
  'cli-claims-none': 'missing',
  'cli-as-nobody': 'refused',
  'cli-as-several': 'refused',
  'cli-move-or-copy': 'usage',
  'cli-erasures-bad': 'refused',
  'cli-not-running': 'missing',
  'cli-job-unknown': 'missing',
  'cli-countersigners-silent': 'refused',
  'cli-say-yes': 'usage',
  'cli-server-runs': 'refused',
  'cli-server-restart': 'partly',
  'cli-rotation-runs': 'refused',
  'cli-keys-move': 'refused',
  'cli-log-key': 'refused',
  'file-not-found': 'missing',
  'file-is-folder': 'refused',
  'file-not-regular': 'refused',
  'file-unreadable': 'refused',
  'verify-address': 'usage',
  'verify-unreachable': 'unreadable',
  'verify-too-large': 'unreadable',
  'verify-policy': 'unreadable',
  'verify-receipt': 'disproven',
  'verify-roots': 'unreadable',
  'cli-name': 'usage',
  'verify-needs-policy': 'usage',
  'verify-nothing': 'unreadable',
  'verify-kit': 'unreadable',
  'withheld-malformed': 'unreadable',
  'withheld-recipient': 'refused',
  'withheld-need': 'refused',
  'withheld-other-request': 'refused',
  'withheld-identity': 'refused',
  'withheld-share-wrong': 'disproven',
  'withheld-share-foreign': 'disproven',
  'withheld-share-twice': 'refused',
  'withheld-too-few': 'refused',
  'withheld-key-wrong': 'disproven',
  'withheld-name-altered': 'disproven',
  'withheld-too-early': 'refused',
  'withheld-needs-identity': 'usage',
  'withheld-digest': 'refused',
  'withheld-file-exists': 'refused',
  'dossier-absent': 'missing',
  'dossier-removed': 'missing',
  'dossier-not-yet': 'refused',
  'dossier-too-large': 'refused',
  'dossier-exists': 'refused',
};

export class CliRefusal extends Refusal<CliCode> {
  override readonly name = 'CliRefusal';

  get exit(): ExitName {
    return exits[this.code];
  }
}

/** @throws CliRefusal always; an expression where a value would stand. */
export function refuse(
  code: CliCode,
  params: Readonly<Record<string, string | number>> = {},
  field?: string,
): never {
  throw new CliRefusal({ code, params, ...(field !== undefined && { field }) });
}

/** The place does not let the command work: a setting, the data folder, the database. */
export class CannotWork extends Error {
  override readonly name = 'CannotWork';
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
