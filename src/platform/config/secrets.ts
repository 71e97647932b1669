import { inspect } from 'node:util';

export interface SecretValues {
  /** Unset: the embedded PostgreSQL. */
  readonly databaseUrl: string | undefined;
  readonly databaseReadUrl: string | undefined;
  /** Unset: mail waits in the outbox. */
  readonly mailUrl: string | undefined;
}

/**
 * What must not be seen. Kept apart from the configuration and in a private field, so that whatever
 * prints, serialises, copies or logs the object shows nothing.
 */
export class Secrets implements SecretValues {
  readonly #values: SecretValues;

  constructor(values: SecretValues) {
    this.#values = { ...values };
    Object.freeze(this);
  }

  get databaseUrl(): string | undefined {
    return this.#values.databaseUrl;
  }

  get databaseReadUrl(): string | undefined {
    return this.#values.databaseReadUrl;
  }

  get mailUrl(): string | undefined {
    return this.#values.mailUrl;
  }

  toJSON(): string {
    return '[secrets]';
  }

  toString(): string {
    return '[secrets]';
  }

  [inspect.custom](): string {
    return '[secrets]';
  }
}
