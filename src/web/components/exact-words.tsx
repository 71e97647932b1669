import { directionName, turnsDirection } from '#platform/languages';

const directionSigns = /([\u202A-\u202E\u2066-\u2069])/;

/**
 * The exact words of somebody else. Signs in them that turn the direction of writing are shown by
 * their names and turn nothing: else a source could make its own quotation, or what stands beside
 * it, read as other words than it holds. Copying still gives the words as they are.
 */
export function ExactWords({ children }: { readonly children: string }) {
  if (!directionSigns.test(children)) return children;
  // The order is the only identity that pieces of a text have.
  return children
    .split(directionSigns)
    .map((piece, index) =>
      turnsDirection(piece) ? <DirectionSign key={index}>{piece}</DirectionSign> : piece,
    );
}

/** One such sign, boxed in by its style: what it holds reaches nothing outside. */
export function DirectionSign({ children }: { readonly children: string }) {
  return (
    <span className="direction-sign" data-name={directionName(children)}>
      {children}
    </span>
  );
}
