import { createContext, useContext } from 'react';
import type { Box, PictureSize } from './picture.tsx';
import { copyAddress } from './shown-copy.ts';

/** Sizes, by uid, of the pictures that the person has asked to see clearly on this page. */
export type Revealed = ReadonlyMap<string, PictureSize>;

const revealed = createContext<Revealed>(new Map());

export const RevealedProvider = revealed.Provider;

/** A box cut out of a picture; nothing as long as the picture itself is covered or blurred. */
export function Thumbnail({ copy, box }: { readonly copy: string; readonly box: Box }) {
  const size = useContext(revealed).get(copy);
  if (size === undefined) return null;
  const { width, height } = size;
  const view = [box.x * width, box.y * height, box.w * width, box.h * height];
  return (
    <svg
      className="thumbnail"
      viewBox={view.join(' ')}
      preserveAspectRatio="xMinYMid meet"
      aria-hidden="true"
    >
      <image href={copyAddress(copy)} width={width} height={height} />
    </svg>
  );
}
