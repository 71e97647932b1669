/** Holds back whoever sends more than a crowd would; in memory, per process. */
export interface Pace {
  /**
   * Takes note of one more from an address.
   *
   * @returns whether it goes on; false when there were too many of its network, or of what else is counted, within the window.
   */
  take(address: string): boolean;
}

/**
 * Counts by network, because a house or a provider hands out many addresses: the first 24 bits of IPv4,
 * the first 48 of IPv6. What is kept is forgotten with the window, and never more than so many networks.
 *
 * @param keyOf what is counted together, where it is not networks.
 * @param now monotonic milliseconds.
 */
export function createPace(options: {
  readonly most: number;
  readonly windowMs: number;
  readonly mostNetworks?: number;
  readonly keyOf?: (of: string) => string;
  readonly now?: () => number;
}): Pace {
  const { most, windowMs, mostNetworks = 100_000, keyOf = networkOf } = options;
  const { now = () => performance.now() } = options;
  let counts = new Map<string, number>();
  let since = now();
  return {
    take(address) {
      const at = now();
      if (at - since >= windowMs || counts.size >= mostNetworks) {
        counts = new Map();
        since = at;
      }
      const network = keyOf(address);
      const sent = (counts.get(network) ?? 0) + 1;
      counts.set(network, sent);
      return sent <= most;
    },
  };
}

/** The network of an address, in any spelling of it that Node gives. */
export function networkOf(address: string): string {
  const [, mapped] = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/iu.exec(address) ?? [];
  const plain = mapped ?? address;
  if (plain.includes('.')) return plain.split('.').slice(0, 3).join('.');
  const [head = ''] = plain.split('::');
  const groups = head.split(':').filter((group) => group !== '');
  return [...groups, '0', '0', '0'].slice(0, 3).join(':');
}
