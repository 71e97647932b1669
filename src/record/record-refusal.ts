import { Refusal } from '#platform/errors';

/** Every reason for which the record refuses something. Each is the key of a sentence. */
export type RecordCode =
  | 'not-allowed'
  | 'not-found'
  /** A NUL, or half of a letter: no text can be kept with it. */
  | 'bad-characters'
  /** One that nobody sees, and that turns or hides what stands round it; params `kind`, `code`, `before`. */
  | 'invisible-character'
  | 'property-unknown'
  | 'property-not-of-kind'
  | 'kind-unknown'
  | 'value-missing'
  | 'value-too-long'
  | 'value-bad-date'
  | 'value-bad-term'
  | 'value-bad-entity'
  | 'value-bad-kind'
  | 'value-bad-figure'
  | 'value-bad-duration'
  | 'value-bad-identifier'
  | 'value-bad-url'
  | 'value-bad-country'
  | 'value-bad-language'
  | 'value-bad-money'
  | 'value-bad-coordinates'
  | 'valid-bad-date'
  | 'basis-needs-passage'
  | 'basis-needs-reason'
  | 'certainty-unknown'
  | 'chain-link-unnamed'
  | 'chain-too-long'
  | 'scope-wider-than-source'
  | 'claim-changed'
  | 'claim-not-live'
  | 'own-claim'
  | 'reopen-too-late'
  | 'restore-too-late'
  | 'erasure-open'
  | 'erasure-own'
  | 'erasure-traces'
  | 'nothing-chosen'
  | 'comment-missing'
  | 'name-missing'
  | 'act-without-victim'
  | 'resolution-needs-reason'
  | 'resolution-needs-choice'
  | 'too-many'
  | 'note-empty'
  | 'term-exists'
  | 'term-bad-code'
  | 'term-label-missing'
  | 'publication-empty'
  | 'publication-needs-basis'
  | 'publication-changed'
  | 'publication-decided'
  | 'publication-own';

/** The record's expected refusals. */
export class RecordRefusal extends Refusal<RecordCode> {
  override readonly name = 'RecordRefusal';
}
