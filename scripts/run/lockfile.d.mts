export interface LockedPackage {
  readonly version?: string;
  readonly integrity?: string;
  readonly optional?: boolean;
  readonly os?: string | readonly string[];
  readonly cpu?: string | readonly string[];
  readonly libc?: string | readonly string[];
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/** Keyed by folder; "" is our own package. */
export type LockedPackages = Readonly<Record<string, LockedPackage>>;

export function isInstalled(installed: LockedPackages, locked: LockedPackages): boolean;

export function danglingOptionals(
  packages: LockedPackages,
): { readonly where: string; readonly name: string }[];
