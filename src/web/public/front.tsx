import { pageContext } from '#web/context';
import type { Route } from './+types/front.ts';

export function loader({ context }: Route.LoaderArgs) {
  return { name: context.get(pageContext).instance.name };
}

export default function Front({ loaderData }: Route.ComponentProps) {
  return (
    <>
      <title>{loaderData.name}</title>
      <h1>
        <bdi>{loaderData.name}</bdi>
      </h1>
    </>
  );
}
