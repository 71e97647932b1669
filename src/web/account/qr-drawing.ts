import { create } from 'qrcode';

/** A QR code as one SVG path in a square of `size` units, with the quiet zone that scanners need. */
export interface QrDrawing {
  readonly path: string;
  readonly size: number;
}

// ISO/IEC 18004 §5.3.8 asks for four modules of empty space on every side.
const quiet = 4;

export function drawQr(text: string): QrDrawing {
  const { modules } = create(text, { errorCorrectionLevel: 'M' });
  const { size, data } = modules;
  const path = Array.from(data, (dark, at) =>
    dark === 0 ? '' : `M${(at % size) + quiet} ${Math.floor(at / size) + quiet}h1v1h-1z`,
  ).join('');
  return { path, size: size + 2 * quiet };
}
