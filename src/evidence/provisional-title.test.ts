import { describe, expect, test } from 'vitest';
import { codePointLength } from '#platform/languages';
import { provisionalTitle } from './provisional-title.ts';

describe('the title of a source nobody has named', () => {
  test('is the name of its file, without folders and extension', () => {
    expect(provisionalTitle({ fileName: 'C:\\press\\joint_statement.v2.pdf' })).toBe(
      'joint statement.v2',
    );
    expect(provisionalTitle({ fileName: '.htaccess' })).toBe('.htaccess');
  });

  test('else its address, else its first words', () => {
    expect(provisionalTitle({ address: 'https://press.example/a/' })).toBe('press.example/a');
    expect(provisionalTitle({ text: '\n  \n خبر تازه \nبیشتر' })).toBe('خبر تازه');
    expect(provisionalTitle({})).toBe('');
  });

  test('never ends in half a character', () => {
    const title = provisionalTitle({ text: '🎬'.repeat(300) });
    expect(codePointLength(title)).toBe(200);
    expect(title.isWellFormed()).toBe(true);
  });
});
