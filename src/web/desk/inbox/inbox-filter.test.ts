import { describe, expect, test } from 'vitest';
import { inboxPath, readInboxFilter, toSourceFilter } from './inbox-filter.ts';

const read = (query: string) => readInboxFilter(new URLSearchParams(query));

describe('filters of the inbox', () => {
  test('come back from the address they make', () => {
    const filter = read('state=in-work&assigned=me&changed=1&q=%D8%AE%D8%A8%D8%B1&at=after.7.x');
    expect(inboxPath(filter, { at: filter.at })).toBe(
      '/desk?state=in-work&assigned=me&changed=1&q=%D8%AE%D8%A8%D8%B1&at=after.7.x',
    );
    expect(read(inboxPath(filter, { at: filter.at }).split('?')[1] ?? '')).toEqual(filter);
  });

  test('begin at the first page when one of them changes', () => {
    expect(inboxPath(read('at=after.7.x'), { state: 'new' })).toBe('/desk?state=new');
    expect(inboxPath(read(''))).toBe('/desk');
  });

  test('take a person by uid', () => {
    const uid = '0c6b1f2e-0000-4000-8000-0123456789ab';
    expect(toSourceFilter(read(`assigned=${uid}`)).assignedTo).toBe(uid);
  });

  test.each(['state=anything', 'assigned=7', 'assigned=all', 'at=', 'changed=yes'])(
    'take %s as not given',
    (query) => {
      expect(read(query)).toEqual(read(''));
    },
  );

  test('ask the list for one page', () => {
    expect(toSourceFilter(read('at=after.7.x&assigned=nobody'))).toEqual({
      assignedTo: 'nobody',
      at: 'after.7.x',
      limit: 50,
    });
  });
});
