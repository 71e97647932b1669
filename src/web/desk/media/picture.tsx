import type { ReactNode } from 'react';
import { copyAddress, type ShownCopy } from './shown-copy.ts';

/** A box of a picture, in fractions of it. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

/** In pixels, turned as the picture is shown. */
export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

/**
 * A picture with something drawn over it. The drawing has the picture's own measure – both sides run
 * from 0 to 1 – because our policy lets no style through that would place it.
 */
export function Picture({
  copy,
  alt,
  onLoad,
  children,
}: {
  readonly copy: ShownCopy;
  readonly alt: string;
  readonly onLoad?: (size: PictureSize) => void;
  readonly children?: ReactNode;
}) {
  return (
    <div className="picture">
      <img
        src={copyAddress(copy.uid)}
        alt={alt}
        draggable={false}
        onLoad={({ currentTarget: { naturalWidth: width, naturalHeight: height } }) =>
          onLoad?.({ width, height })
        }
      />
      <svg className="picture-over" viewBox="0 0 1 1" preserveAspectRatio="none">
        {children}
      </svg>
    </div>
  );
}

/** The rest of a picture darkened, so that one box stands out. */
export function Spotlight({ box }: { readonly box: Box }) {
  const { x, y, w, h } = box;
  return (
    <>
      <path
        className="picture-shade"
        fillRule="evenodd"
        d={`M0 0H1V1H0Z M${x} ${y}h${w}v${h}h${-w}Z`}
      />
      <rect className="picture-box picture-box-chosen" x={x} y={y} width={w} height={h} />
    </>
  );
}
