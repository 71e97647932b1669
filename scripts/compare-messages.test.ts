import { expect, test } from 'vitest';
import { compareMessages } from './compare-messages.ts';

const en = {
  common: {
    product: 'Countersign',
    save: 'Save',
    count: '{count, plural, one {# person} other {# people}}',
    link: 'Read <a>{title}</a>',
  },
};
const fr = {
  common: {
    product: 'Countersign',
    save: 'Enregistrer',
    count: '{count, plural, one {# personne} many {# de personnes} other {# personnes}}',
    link: 'Lire <a>{title}</a>',
  },
};
const same = { fr: { common: ['product'] } };

function faultsOf(changes: Record<string, string>): string[] {
  return compareMessages({ en, fr: { common: { ...fr.common, ...changes } } }, same);
}

test('a fitting translation has no fault', () => {
  expect(faultsOf({})).toEqual([]);
});

test.each([
  [{ save: '' }, 'fr/common save: empty'],
  [
    { save: 'Save' },
    'fr/common save: left in English (if rightly so, list it in untranslated.json)',
  ],
  [{ extra: 'Plus' }, 'fr/common extra: not in English'],
  [{ link: 'Lire <a>le titre</a>' }, 'fr/common link: lacks {title}'],
  [{ link: 'Lire {title}' }, 'fr/common link: lacks <a>'],
  [{ link: 'Lire <a>{title}</a> {page}' }, 'fr/common link: has {page}, English has not'],
  [{ link: 'Lire <a>{title}' }, 'fr/common link: not an ICU message (UNCLOSED_TAG)'],
  [
    { count: '{count, plural, one {x}}' },
    'fr/common count: not an ICU message (MISSING_OTHER_CLAUSE)',
  ],
  [
    { count: '{count, plural, few {x} other {y}}' },
    'fr/common count: fr never uses the plural branch "few"',
  ],
  [{ count: '{count} personnes' }, 'fr/common count: lacks cardinal plural {count} less 0'],
  [
    { product: 'Contreseing' },
    'fr/common product: listed as untranslated, but is not the same as the English',
  ],
])('%o is a fault', (changes, fault) => {
  expect(faultsOf(changes as Record<string, string>)).toContain(fault);
});

test('missing keys and areas are faults', () => {
  const { save: _, ...rest } = fr.common;
  expect(compareMessages({ en, fr: { common: rest } }, same)).toEqual(['fr/common save: missing']);
  expect(compareMessages({ en, fr: { ...fr, more: {} } }, same)).toEqual([
    'fr/more: not in English',
  ]);
  expect(compareMessages({ en, fr: {} }, {})).toContain('fr/common: missing');
});

test('English itself is checked', () => {
  const broken = { common: { save: '{x' } };
  expect(compareMessages({ en: broken }, {})[0]).toMatch(/^en\/common save: not an ICU message/);
});
