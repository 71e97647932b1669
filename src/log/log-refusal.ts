import { Refusal } from '#platform/errors';

/** Why something about the log was not done at the desk. */
export type LogCode =
  | 'not-allowed'
  /** No verifier key, or one of another type. */
  | 'log-key-malformed'
  | 'log-key-known'
  /** Our own key: nobody countersigns themselves. */
  | 'log-key-own'
  | 'log-url-malformed'
  | 'log-line-malformed'
  /** More countersigners asked for than there are. */
  | 'log-quorum-impossible'
  | 'log-not-there';

/** An expected refusal; the edge puts it into words. */
export class LogRefusal extends Refusal<LogCode> {
  override readonly name = 'LogRefusal';
}
