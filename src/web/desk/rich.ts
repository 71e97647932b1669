import { createElement, Fragment, type ReactNode } from 'react';

/** A message with nodes in it, as `t.rich` gives it: the parts as children, so that none needs a key. */
export function Rich({ parts }: { readonly parts: readonly ReactNode[] }): ReactNode {
  return createElement(Fragment, null, ...parts);
}
