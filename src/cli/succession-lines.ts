import type { KeyStanding } from '#log';

/**
 * How far the succession of the log's key has come, and what to do next.
 *
 * @param publicUrl origin of the instance, for the line that countersigners get.
 */
export function successionLines(standing: KeyStanding | undefined, publicUrl: string): string[] {
  if (standing === undefined) return [];
  const { successor, isProven, isReady, taken, missing, quorum } = standing;
  return [
    'A new key succeeds the old one. Both sign.',
    ...(isProven
      ? ['The entry that names it is published, and its proof is kept.']
      : ['The entry that names it is not published yet; the running server brings it there.']),
    ...(taken.length > 0 ? [`Have taken the new key: ${taken.join(', ')}.`] : []),
    ...(missing.length > 0
      ? [
          `Not yet: ${missing.join(', ')}. Send them this line; they add it beside the old one:`,
          `${successor} ${publicUrl}/log`,
        ]
      : []),
    isReady
      ? 'The old key can be retired: countersign log key retire'
      : `Before the old key is retired${isProven ? '' : ', that entry must be published and'} ${quorum} must have taken the new one.`,
  ];
}
