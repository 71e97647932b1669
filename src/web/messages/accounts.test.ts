import { IntlMessageFormat } from 'intl-messageformat';
import { expect, test } from 'vitest';
import { accountCodes } from '#accounts';
import en from './en/accounts.json' with { type: 'json' };
import fa from './fa/accounts.json' with { type: 'json' };
import fr from './fr/accounts.json' with { type: 'json' };

const params = { seconds: 40, shortest: 12, longest: 1000 };

test.each([
  ['en', en],
  ['fr', fr],
  ['fa', fa],
])(
  '%s has a sentence for every refusal of accounts',
  (locale, messages: Record<string, string>) => {
    for (const code of accountCodes) {
      const message = messages[`refusal.${code}`];
      expect(message, code).toBeDefined();
      const sentence = String(new IntlMessageFormat(message ?? '', locale).format(params));
      expect(sentence, code).toMatch(/[.؟?!]$/u);
      expect(sentence, code).not.toMatch(/[{}]/);
    }
  },
);
