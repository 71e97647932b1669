/** Words with the name in them marked. */
export function TraceText({
  parts,
}: {
  readonly parts: readonly { readonly text: string; readonly hit: boolean }[];
}) {
  return (
    <blockquote className="trace-text" dir="auto">
      {parts.map(({ text, hit }) => (hit ? <mark key={`hit ${text}`}>{text}</mark> : text))}
    </blockquote>
  );
}
