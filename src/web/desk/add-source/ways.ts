/** The ways by which a source comes in; each is a tab with its own address. */
export const ways = ['text', 'file', 'address', 'unseen'] as const;
export type Way = (typeof ways)[number];

export function readWay(value: string | null): Way {
  return ways.find((known) => known === value) ?? 'text';
}
