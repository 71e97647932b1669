import { expect, test } from 'vitest';
import { catalogIn } from './catalog.ts';
import { propertiesElsewhere } from './said-elsewhere.ts';

test('an age looked for at a person is told to be said of an act', () => {
  expect(propertiesElsewhere(catalogIn('en'), 'Age', 'person')).toEqual([
    { property: 'Victim’s age', kind: 'Act' },
  ]);
  expect(propertiesElsewhere(catalogIn('fr'), 'âge', 'person')[0]?.kind).toBe('Acte');
});

test('what the kind has itself is not looked for elsewhere', () => {
  expect(propertiesElsewhere(catalogIn('en'), 'Victim', 'act')).toEqual([]);
  expect(propertiesElsewhere(catalogIn('en'), 'Ag', 'person')).toEqual([]);
});
