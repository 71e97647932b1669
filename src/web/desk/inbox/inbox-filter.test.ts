import { describe, expect, test } from 'vitest';
import { inboxPath, readInboxFilter, toSourceFilter } from './inbox-filter.ts';

const read = (query: string) => readInboxFilter(new URLSearchParams(query));

describe('filters of the inbox', () => {
  test('come back from the address they make', () => {
    const filter = read('state=in-work&assigned=me&changed=1&q=%D8%AE%D8%A8%D8%B1&page=3');
    expect(inboxPath(filter, { page: 3 })).toBe(
      '/desk?state=in-work&assigned=me&changed=1&q=%D8%AE%D8%A8%D8%B1&page=3',
    );
    expect(read(inboxPath(filter, { page: 3 }).split('?')[1] ?? '')).toEqual(filter);
  });

  test('begin at the first page when one of them changes', () => {
    expect(inboxPath(read('page=7'), { state: 'new' })).toBe('/desk?state=new');
    expect(inboxPath(read(''))).toBe('/desk');
  });

  test('take a person by uid', () => {
    const uid = '0c6b1f2e-0000-4000-8000-0123456789ab';
    expect(toSourceFilter(read(`assigned=${uid}`)).assignedTo).toBe(uid);
  });

  test.each([
    'state=anything',
    'assigned=7',
    'assigned=all',
    'page=-1',
    'page=1e99',
    'page=x',
    'changed=yes',
  ])('take %s as not given', (query) => {
    expect(read(query)).toEqual(read(''));
  });

  test('ask the list for one page', () => {
    expect(toSourceFilter(read('page=3&assigned=nobody'))).toEqual({
      assignedTo: 'nobody',
      offset: 100,
      limit: 50,
    });
  });
});
