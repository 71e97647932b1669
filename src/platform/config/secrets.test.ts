import { inspect } from 'node:util';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { Secrets } from './index.ts';

const secret = fc.stringMatching(/^[A-Za-z0-9]{12,40}$/);

test('no secret comes out of printing, serialising or copying', () => {
  fc.assert(
    fc.property(secret, secret, secret, (databaseUrl, databaseReadUrl, mailUrl) => {
      const secrets = new Secrets({ databaseUrl, databaseReadUrl, mailUrl });
      const everything = { secrets, list: [secrets], error: new Error('x', { cause: secrets }) };
      const shown = [
        JSON.stringify(everything),
        JSON.stringify(Object.assign({}, secrets)),
        JSON.stringify(structuredClone(secrets)),
        inspect(everything, { depth: Infinity, showHidden: true, getters: true }),
        inspect(secrets, { customInspect: false, showHidden: true, depth: Infinity }),
        String(secrets),
        Object.entries(secrets).join(),
      ].join('\n');
      for (const value of [databaseUrl, databaseReadUrl, mailUrl]) {
        expect(shown.includes(value)).toBe(false);
      }
      expect(secrets.mailUrl).toBe(mailUrl);
    }),
  );
});
