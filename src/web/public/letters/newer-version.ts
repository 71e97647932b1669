interface Version {
  /** SHA-256 of the text, hexadecimal. */
  readonly hash: string;
  readonly change: string | undefined;
  readonly text: { readonly number: number };
}

/**
 * The version that somebody is asked to give their word for too: the newest, if since the last one that they
 * signed anything but a typo was changed. Of a letter that was put right nobody needs to say so again.
 *
 * @param versions of the letter, the newest first.
 * @param signed hashes of the texts that they have signed.
 * @returns its number, or undefined where nothing is asked.
 */
export function newerVersion(
  versions: readonly Version[],
  signed: ReadonlySet<string>,
): number | undefined {
  const last = versions.findIndex(({ hash }) => signed.has(hash));
  const since = last === -1 ? [] : versions.slice(0, last);
  return since.some(({ change }) => change !== 'typo') ? since[0]?.text.number : undefined;
}
