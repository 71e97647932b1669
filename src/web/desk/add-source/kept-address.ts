import { addressSecrets, type AddressSecrets } from '#evidence';

/** What was typed of an address, and what was pressed about the keys in it. */
export interface TypedAddress {
  readonly address: string;
  readonly cleanAddress: boolean;
  readonly keepAddress: string;
}

/**
 * The address to keep. One that carries likely keys is asked about once: whoever says to keep it, or
 * to take it without them, is not asked again.
 */
export function keptAddress({ address, cleanAddress, keepAddress }: TypedAddress): {
  readonly address: string;
  /** There when it is still to be asked. */
  readonly secrets?: AddressSecrets;
} {
  const secrets = addressSecrets(address);
  if (secrets === undefined || keepAddress === address) return { address };
  return cleanAddress ? { address: secrets.cleaned } : { address, secrets };
}
