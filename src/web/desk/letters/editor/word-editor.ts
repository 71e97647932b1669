import { Editor, textblockTypeInputRule } from '@tiptap/core';
import { Blockquote } from '@tiptap/extension-blockquote';
import { Bold } from '@tiptap/extension-bold';
import { Document } from '@tiptap/extension-document';
import { Heading } from '@tiptap/extension-heading';
import { Italic } from '@tiptap/extension-italic';
import { BulletList, ListItem, OrderedList } from '@tiptap/extension-list';
import { Paragraph } from '@tiptap/extension-paragraph';
import { Text } from '@tiptap/extension-text';
import { UndoRedo } from '@tiptap/extensions';
import { normaliseBlocks, readPlainForm, writePlainForm } from '@countersign/letter';
import { blocksToNodes, nodesToBlocks } from './nodes.ts';

export type Tool =
  | 'paragraph'
  | 'heading'
  | 'quotation'
  | 'unordered'
  | 'ordered'
  | 'strong'
  | 'emphasis'
  | 'undo'
  | 'redo';

export interface WordEditor {
  use(tool: Tool): void;
  stop(): void;
}

export interface EditorOptions {
  /** What is edited, in the plain form. */
  readonly plain: string;
  readonly label: string;
  readonly lang: string;
  readonly dir: string;
  /** Told the whole text, in the plain form, after each change. */
  readonly onWords: (plain: string) => void;
  /** Told which tools are on where the cursor stands. */
  readonly onTools: (on: ReadonlySet<Tool>) => void;
}

/**
 * Starts an editor that knows what a letter can hold and nothing else: whatever is pasted loses links,
 * pictures and colours.
 */
export function startEditor(element: HTMLElement, options: EditorOptions): WordEditor {
  const { plain, label, lang, dir, onWords, onTools } = options;
  const editor = new Editor({
    element,
    // The page's policy lets no style in that a script makes.
    injectCSS: false,
    extensions: [
      ...[Document, Paragraph, Text, Bold, Italic, BulletList, OrderedList, UndoRedo],
      LetterHeading.configure({ levels: [2] }),
      Blockquote.extend({ content: 'paragraph+' }),
      // No list in a list: a letter has none.
      ListItem.extend({ content: 'paragraph' }),
    ],
    content: { type: 'doc', content: blocksToNodes(readPlainForm(plain)) },
    editorProps: {
      attributes: { role: 'textbox', 'aria-multiline': 'true', 'aria-label': label, lang, dir },
    },
    onUpdate: () => onWords(wordsOf(editor)),
    onTransaction: () => onTools(toolsOn(editor)),
  });
  onTools(toolsOn(editor));
  return { use: (tool) => void useTool(editor, tool), stop: () => editor.destroy() };
}

// Headings are of one level, and begin as in the plain form; the rule of the library knows its level alone.
const LetterHeading = Heading.extend({
  addInputRules() {
    const { type } = this;
    return [textblockTypeInputRule({ find: /^#{1,6}\s$/u, type, getAttributes: { level: 2 } })];
  },
});

function wordsOf(editor: Editor): string {
  return writePlainForm(normaliseBlocks(nodesToBlocks(editor.getJSON())));
}

function toolsOn(editor: Editor): ReadonlySet<Tool> {
  const on: readonly (readonly [Tool, boolean])[] = [
    ['heading', editor.isActive('heading')],
    ['quotation', editor.isActive('blockquote')],
    ['unordered', editor.isActive('bulletList')],
    ['ordered', editor.isActive('orderedList')],
    ['strong', editor.isActive('bold')],
    ['emphasis', editor.isActive('italic')],
  ];
  const tools = on.flatMap(([tool, isOn]) => (isOn ? [tool] : []));
  const isPlain = tools.every((tool) => tool === 'strong' || tool === 'emphasis');
  return new Set(isPlain ? [...tools, 'paragraph'] : tools);
}

function useTool(editor: Editor, tool: Tool): boolean {
  const chain = editor.chain().focus();
  switch (tool) {
    case 'paragraph':
      return chain.clearNodes().run();
    case 'heading':
      return editor.isActive('heading')
        ? chain.clearNodes().run()
        : chain.clearNodes().setHeading({ level: 2 }).run();
    case 'quotation':
      return editor.isActive('blockquote')
        ? chain.clearNodes().run()
        : chain.clearNodes().setBlockquote().run();
    case 'unordered':
      return chain.toggleBulletList().run();
    case 'ordered':
      return chain.toggleOrderedList().run();
    case 'strong':
      return chain.toggleBold().run();
    case 'emphasis':
      return chain.toggleItalic().run();
    case 'undo':
      return chain.undo().run();
    case 'redo':
      return chain.redo().run();
  }
}
