import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import common from '../messages/en/common.json' with { type: 'json' };
import publicWords from '../messages/en/public.json' with { type: 'json' };
import { addCatalogs } from '../messages/catalogs.ts';
import { ShownValue } from './shown-value.tsx';

addCatalogs({ './en/common.json': common, './en/public.json': publicWords });

/** A figure as it is read. */
function told(counted: string): string {
  const figure = { number: 'more than 3,000', counted, unit: 'individuals' };
  const html = renderToStaticMarkup(<ShownValue shown={{ type: 'figure', figure }} />);
  return html.replaceAll(/<!--[^>]*-->|<[^>]*>/gu, '');
}

test('the unit of a figure is no part of the words that say what was counted', () => {
  expect(told('defenceless citizens killed')).toBe(
    'more than 3,000 defenceless citizens killed · individuals',
  );
  expect(told('')).toBe('more than 3,000 individuals');
});
