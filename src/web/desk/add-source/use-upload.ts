import { useRef, useState, type FormEvent } from 'react';
import { useNavigate } from 'react-router';
import type { Problem } from '#platform/errors';
import type { SourcesRefused, Submitted } from './submit-sources.ts';

/** How far the files of a form have come. */
export interface Sending {
  readonly sentBytes: number;
  readonly totalBytes: number;
}

export interface Upload {
  /** There while files are on their way. */
  readonly sending: Sending | undefined;
  /** What came back, in place of the page's own answer. The chosen files stay chosen. */
  readonly refused: SourcesRefused | undefined;
  readonly send: (event: FormEvent<HTMLFormElement>) => void;
  readonly cancel: () => void;
}

/** Sends a form with files from where it stands, so that it can say how far they have come. */
export function useUpload(mostFileBytes: number): Upload {
  const navigate = useNavigate();
  const request = useRef<XMLHttpRequest>(null);
  const [sending, setSending] = useState<Sending>();
  const [refused, setRefused] = useState<SourcesRefused>();
  const send = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    if (request.current !== null) return;
    const form = filesLast(new FormData(event.currentTarget, submitterOf(event)));
    const tooLarge = problemOfSizes(form, mostFileBytes);
    if (tooLarge !== undefined) {
      setRefused(refusedBy(form, tooLarge));
      return;
    }
    setRefused(undefined);
    setSending({ sentBytes: 0, totalBytes: sizeOf(form) });
    request.current = post(form, {
      onProgress: setSending,
      onEnd(end) {
        request.current = null;
        setSending(undefined);
        if ('problem' in end) setRefused(refusedBy(form, end.problem));
        else if (end.answer.to === undefined) setRefused(end.answer.refused);
        else void navigate(end.answer.to);
      },
    });
  };
  const cancel = (): void => {
    request.current?.abort();
    request.current = null;
    setSending(undefined);
  };
  return { sending, refused, send, cancel };
}

type End = { readonly answer: Submitted } | { readonly problem: Problem };

// `fetch` does not tell how far a body has come.
function post(
  form: FormData,
  {
    onProgress,
    onEnd,
  }: {
    readonly onProgress: (sending: Sending) => void;
    readonly onEnd: (end: End) => void;
  },
): XMLHttpRequest {
  const request = new XMLHttpRequest();
  request.open('POST', '/desk/sources/upload');
  request.responseType = 'json';
  request.upload.addEventListener('progress', ({ loaded, total }) =>
    onProgress({ sentBytes: loaded, totalBytes: total }),
  );
  request.addEventListener('load', () => {
    const answer: unknown = request.response;
    if (isAnswer(answer)) onEnd({ answer });
    else
      onEnd({ problem: { code: request.status === 413 ? 'upload-too-large' : 'upload-failed' } });
  });
  request.addEventListener('error', () => onEnd({ problem: { code: 'upload-lost' } }));
  request.send(form);
  return request;
}

// A page instead of an answer: signed out meanwhile, or the server is not well.
function isAnswer(answer: unknown): answer is Submitted {
  return typeof answer === 'object' && answer !== null && ('to' in answer || 'refused' in answer);
}

function submitterOf(event: FormEvent<HTMLFormElement>): HTMLElement | null {
  const { nativeEvent } = event;
  return nativeEvent instanceof SubmitEvent ? nativeEvent.submitter : null;
}

function filesOf(form: FormData): File[] {
  return form.getAll('files').filter((entry) => entry instanceof File);
}

// The server judges what was typed before it takes a byte of a file.
function filesLast(form: FormData): FormData {
  const files = filesOf(form);
  form.delete('files');
  for (const file of files) form.append('files', file);
  return form;
}

function sizeOf(form: FormData): number {
  return filesOf(form).reduce((sum, { size }) => sum + size, 0);
}

// Told before minutes are spent on sending it.
function problemOfSizes(form: FormData, most: number): Problem | undefined {
  const isTooLarge = filesOf(form).some(({ size }) => size > most);
  if (!isTooLarge) return undefined;
  return { code: 'copy-too-large', field: 'files', params: { most: most / 1024 / 1024 } };
}

function refusedBy(form: FormData, problem: Problem): SourcesRefused {
  const typed: Record<string, string[]> = {};
  for (const [name, value] of form) {
    if (typeof value === 'string') (typed[name] ??= []).push(value);
  }
  return { form: 'add-source', typed, problems: [problem] };
}
