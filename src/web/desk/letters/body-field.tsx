import { useEffect, useRef, useState } from 'react';
import { useField } from '../../forms/index.ts';
import { FieldFrame } from '../../forms/field-frame.tsx';
import { useT } from '../../messages/catalogs.ts';
import type { Tool, WordEditor } from './editor/word-editor.ts';
import { EditorTools } from './editor-tools.tsx';

interface BodyProps {
  readonly defaultValue: string;
  readonly lang: string;
  readonly dir: 'ltr' | 'rtl' | 'auto';
}

/**
 * The body of a letter. Without scripts a plain text in the form that `readPlainForm` reads; with them an
 * editor, which writes the same form into the same field.
 */
export function BodyField({ defaultValue, ...words }: BodyProps) {
  const { typed } = useField('text', true);
  // A form that came back brings other words: the editor starts again with them.
  return <EditedBody key={typed?.[0]} defaultValue={typed?.[0] ?? defaultValue} {...words} />;
}

function EditedBody({ defaultValue, lang, dir }: BodyProps) {
  const t = useT('letters');
  const field = useField('text', true);
  const plain = useRef<HTMLTextAreaElement>(null);
  const place = useRef<HTMLDivElement>(null);
  const [editor, setEditor] = useState<WordEditor>();
  const [active, setActive] = useState<ReadonlySet<Tool>>(new Set());
  const label = t('field.text');
  useEffect(() => {
    let isGone = false;
    let started: WordEditor | undefined;
    async function start() {
      // Loaded here alone: no other page needs its weight.
      const { startEditor } = await import('./editor/word-editor.ts');
      const area = plain.current;
      if (isGone || place.current === null || area === null) return;
      started = startEditor(place.current, {
        ...{ plain: area.value, label, lang, dir },
        onWords: (words) => {
          area.value = words;
        },
        onTools: setActive,
      });
      setEditor(started);
    }
    void start();
    return () => {
      isGone = true;
      started?.stop();
    };
  }, [label, lang, dir]);
  const hasEditor = editor !== undefined;
  return (
    <FieldFrame
      field={field}
      label={label}
      hint={t(hasEditor ? 'field.textEditorHint' : 'field.textHint')}
      required
    >
      {hasEditor && <EditorTools editor={editor} active={active} />}
      <div ref={place} className="letter-editor" hidden={!hasEditor} />
      <textarea
        ref={plain}
        id={field.id}
        name="text"
        rows={18}
        className="input letter-plain"
        hidden={hasEditor}
        lang={lang}
        dir={dir}
        aria-required
        defaultValue={defaultValue}
        {...field.described}
      />
    </FieldFrame>
  );
}
