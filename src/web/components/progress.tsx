/**
 * How far long work has come.
 *
 * @param done of `total`; without a total it only shows that something is going on.
 * @param label what is done; its text also tells the figures.
 */
export function Progress({
  label,
  done,
  total,
}: {
  readonly label: string;
  readonly done?: number;
  readonly total?: number;
}) {
  return (
    <label className="progress">
      <span>{label}</span>
      {total === undefined ? <progress /> : <progress value={done ?? 0} max={total} />}
    </label>
  );
}
