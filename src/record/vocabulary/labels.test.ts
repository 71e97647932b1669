import { describe, expect, test } from 'vitest';
import { inLocale, label } from './labels.ts';

const labels = { en: 'Act', fr: 'Acte', fa: 'اقدام' };

describe('labels', () => {
  test('reads the language of the tag, whatever the region or case', () => {
    expect(inLocale(labels, 'fr-CA')).toBe('Acte');
    expect(inLocale(labels, 'FA')).toBe('اقدام');
    expect(label({ labels }, 'en')).toBe('Act');
  });

  test('an unknown language reads English', () => {
    expect(inLocale(labels, 'ar')).toBe('Act');
    expect(inLocale(labels, '')).toBe('Act');
  });
});
