import { useState } from 'react';
import { Refusal } from '#platform/errors';
export function loader() {
  try {
    throw new Refusal({ code: 'x' });
  } catch (error) {
    return { is: error instanceof Refusal };
  }
}
export default function Inbox({ loaderData }: { loaderData: { is: boolean } }) {
  const [n, set] = useState(0);
  return (
    <button onClick={() => set(n + 1)}>
      {String(loaderData.is)} {n}
    </button>
  );
}
