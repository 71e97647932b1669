import { SubmitButton, TextArea } from '../../forms/index.ts';

/** The word of a second person on a proposal: why, and the two buttons that `do` sends. */
export function VerdictFields({
  words,
  rows = 3,
}: {
  readonly words: Readonly<Record<'comment' | 'commentWhen' | 'approve' | 'refuse', string>>;
  readonly rows?: number;
}) {
  return (
    <>
      <TextArea name="comment" label={words.comment} needed={words.commentWhen} rows={rows} />
      <div className="row">
        <SubmitButton name="do" value="approve">
          {words.approve}
        </SubmitButton>
        <SubmitButton name="do" value="refuse" look="danger">
          {words.refuse}
        </SubmitButton>
      </div>
    </>
  );
}
