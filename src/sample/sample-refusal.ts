import { Refusal } from '#platform/errors';

export type SampleCode =
  /** There are sources, entities or decisions already. */
  | 'sample-not-empty'
  /** More than one person works here. */
  | 'sample-people-here'
  /** The mark of a demonstration is here already. */
  | 'sample-already';

/** Why no sample is loaded: it would make a real record a demonstration for ever. */
export class SampleRefusal extends Refusal<SampleCode> {
  override readonly name = 'SampleRefusal';
}
