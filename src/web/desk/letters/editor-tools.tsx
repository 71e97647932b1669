import { useT } from '../../messages/catalogs.ts';
import type { Tool, WordEditor } from './editor/word-editor.ts';

const groups = [
  ['paragraph', 'heading', 'quotation', 'unordered', 'ordered'],
  ['strong', 'emphasis'],
  ['undo', 'redo'],
] as const satisfies readonly (readonly Tool[])[];

/** What the editor can do, as buttons that say what is on. */
export function EditorTools({
  editor,
  active,
}: {
  readonly editor: WordEditor;
  readonly active: ReadonlySet<Tool>;
}) {
  const t = useT('letters');
  return (
    <div role="toolbar" aria-label={t('tools')} className="letter-tools">
      {groups.map((tools) => (
        <div key={tools[0]} className="letter-tool-group">
          {tools.map((tool) => (
            <button
              key={tool}
              type="button"
              className="button button-quiet"
              {...(tool !== 'undo' && tool !== 'redo' && { 'aria-pressed': active.has(tool) })}
              // The cursor stays where it is; the keyboard comes here by Tab.
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => editor.use(tool)}
            >
              {t(`tool.${tool}`)}
            </button>
          ))}
        </div>
      ))}
    </div>
  );
}
