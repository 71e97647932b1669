import type { PostgresPool, PostgresPoolClient } from 'kysely';
import type { Pool } from 'pg';

export interface ReplicaPoolOptions {
  /** Asked whenever the replica must not be, or could not answer. */
  readonly main: Pool;
  readonly replica: Pool;
  /** Whether the replica may be asked now. */
  readonly mayAsk: () => boolean;
  /** Told when it failed where the main database did not. */
  readonly onFailure: (error: unknown) => void;
}

/**
 * Connections to a read replica that nobody notices the loss of: what the replica refuses or breaks
 * off is asked of the main database, once. Within a transaction it is not, because half of it would
 * have been read elsewhere.
 */
export function replicaPool(options: ReplicaPoolOptions): PostgresPool {
  const { main, replica, mayAsk, onFailure } = options;
  return {
    options: {},
    async connect() {
      if (!mayAsk()) return main.connect();
      try {
        return withSecondChance(await replica.connect(), main, onFailure);
      } catch (error) {
        const client = await main.connect();
        onFailure(error);
        return client;
      }
    },
    end: async () => {
      await Promise.all([main.end(), replica.end()]);
    },
  };
}

type Query = PostgresPoolClient['query'];

function withSecondChance(
  client: PostgresPoolClient,
  main: Pool,
  onFailure: (error: unknown) => void,
): PostgresPoolClient {
  let isBroken = false;
  let isTransaction = false;
  async function ask(sql: string, parameters: readonly unknown[]): Promise<unknown> {
    isTransaction ||= /^\s*(?:begin|start)\b/iu.test(sql);
    try {
      return await client.query(sql, parameters);
    } catch (error) {
      // A connection that ran out of time still has the answer under way.
      isBroken = true;
      if (isTransaction) throw error;
      // What the main database refuses as well is no fault of the replica.
      const answer = await main.query(sql, [...parameters]);
      onFailure(error);
      return answer;
    }
  }
  const query = (first: string | object, parameters: readonly unknown[] = []): unknown =>
    typeof first === 'string' ? ask(first, parameters) : client.query(first as never);
  return {
    // Two signatures in one function: statements are answered, cursors handed on.
    query: query as Query,
    release: (destroy = false) => client.release(destroy || isBroken),
  };
}
