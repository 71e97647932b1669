import { useActionData, type ActionFunctionArgs } from 'react-router';
import * as z from 'zod';
import { pageContext } from '#web/context';
import { handleForm, choice, date, flag, optionalText, text } from '../forms/index.ts';
import { GalleryForm } from './gallery-form.tsx';
import { GalleryParts } from './gallery-parts.tsx';
import { GalleryRecord } from './gallery-record.tsx';

export function action({ request, context }: ActionFunctionArgs) {
  const schema = z.object({
    title: text(80),
    address: optionalText(400),
    words: text(2000),
    published: date(context.get(pageContext).locale),
    material: choice(['report', 'post', 'letter']),
    reliability: choice(['high', 'low']),
    roles: z.array(z.string()).min(1),
    graphic: flag(),
    password: text(100),
  });
  return handleForm(request, schema, () => Promise.resolve('?sent'), {
    lists: ['roles'],
    secrets: ['password'],
  });
}

/** Every component once, for a person to look at. Invented people only. */
export default function Gallery() {
  const state = useActionData<typeof action>();
  return (
    <>
      <title>Gallery</title>
      <GalleryRecord />
      <GalleryParts />
      <GalleryForm state={state} />
    </>
  );
}
