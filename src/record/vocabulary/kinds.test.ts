import { describe, expect, test } from 'vitest';
import { kind, kindCodes, kinds } from './kinds.ts';
import { properties, propertiesOf, property } from './properties.ts';

describe('kinds', () => {
  test('every code has its kind, in the declared order', () => {
    expect(kinds.map((entry) => entry.code)).toEqual([...kindCodes]);
    for (const code of kindCodes) expect(kind(code).code).toBe(code);
    expect(kind('dossier')).toBeUndefined();
  });

  test('carry the HURIDOCS record numbers', () => {
    const numbers = Object.fromEntries(kinds.map((entry) => [entry.code, entry.huridocs]));
    expect(numbers).toMatchObject({
      event: '01',
      person: '09',
      act: '21',
      relation: '23',
      involvement: '24',
      intervention: '26',
    });
  });

  test('captions are built from properties that the kind has', () => {
    for (const entry of kinds) {
      expect(entry.caption.length).toBeGreaterThan(0);
      const working = (entry.workingCaption ?? []).flat().filter((part) => part !== 'kind');
      for (const part of [...entry.caption.flat(), ...working]) {
        expect(property(part)?.kinds, `${entry.code}: ${part}`).toContain(entry.code);
      }
    }
  });
});

describe('properties', () => {
  test('codes are unique camelCase words', () => {
    const codes = properties.map((entry) => entry.code);
    expect(new Set(codes).size).toBe(codes.length);
    for (const code of codes) expect(code).toMatch(/^[a-z]+(?:[A-Z][a-z]+)*$/);
  });

  test('every property belongs to a kind, and names HURIDOCS fields of its own kinds only', () => {
    for (const entry of properties) {
      expect(entry.kinds.length).toBeGreaterThan(0);
      for (const [owner, field] of Object.entries(entry.huridocs ?? {})) {
        expect(entry.kinds, entry.code).toContain(owner);
        expect(field, entry.code).toMatch(/^\d{4}$/);
      }
    }
  });

  test('a field number belongs to the record of its kind', () => {
    for (const entry of properties) {
      for (const [owner, field] of Object.entries(entry.huridocs ?? {})) {
        const record = kind(owner)?.huridocs;
        const extension = ['31', '22'].includes(field.slice(0, 2));
        expect(extension || record === field.slice(0, 2), `${entry.code} ${field}`).toBe(true);
      }
    }
  });

  test('the fields that the field knows by heart', () => {
    expect(property('name').huridocs?.person).toBe('0903');
    expect(property('occupation').huridocs?.person).toBe('0922');
    expect(property('statedReason').huridocs?.act).toBe('2113');
    expect(property('officialAttribution').huridocs?.act).toBe('2115');
    expect(property('statusAtEnd').huridocs?.act).toBe('2123');
    expect(property('involvementDegree').huridocs?.involvement).toBe('2409');
    expect(property('interventionType').huridocs?.intervention).toBe('2609');
    expect(property('impact').huridocs?.intervention).toBe('2614');
  });

  test('figures show a range, and never hide a disagreement by being multiple', () => {
    const figures = properties.filter((entry) => entry.valueType === 'figure');
    expect(figures.length).toBeGreaterThan(8);
    for (const entry of figures) expect(entry.multiple, entry.code).toBe(false);
    expect(property('killedCount').defaultResolution).toBe('range');
  });

  test('health, belief, origin, whereabouts and family are never proposed for publication', () => {
    const sensitive = properties.filter((entry) => entry.sensitive).map((entry) => entry.code);
    expect(sensitive.sort()).toEqual([
      'address',
      'contact',
      'dependants',
      'ethnicity',
      'health',
      'identityDocument',
      'physicalConsequences',
      'psychologicalConsequences',
      'religion',
      'residence',
    ]);
  });

  test('a story told about a person is unconfirmed until someone decides otherwise', () => {
    for (const code of [
      'account',
      'accountDenied',
      'affiliationClaimed',
      'affiliationDenied',
    ] as const) {
      expect(property(code).defaultResolution).toBe('unconfirmed');
    }
  });

  test('propertiesOf lists what a kind can carry', () => {
    expect(propertiesOf('involvement').map((entry) => entry.code)).toEqual([
      'act',
      'perpetrator',
      'involvementDegree',
      'perpetratorType',
      'perpetratorStatus',
    ]);
  });
});
