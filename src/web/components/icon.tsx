const paths = {
  add: 'M12 5v14M5 12h14',
  close: 'M6 6l12 12M18 6L6 18',
  search: 'M10.5 17a6.5 6.5 0 100-13 6.5 6.5 0 000 13zM15.5 15.5L20 20',
  next: 'M9 5l7 7-7 7',
  previous: 'M15 5l-7 7 7 7',
  down: 'M5 9l7 7 7-7',
  done: 'M4.5 12.5l5 5L19.5 7',
  caution: 'M12 4l9 16H3zM12 10v4.5M12 17.3v.2',
  problem: 'M12 3.5a8.5 8.5 0 100 17 8.5 8.5 0 000-17zM12 8v5M12 16v.2',
  info: 'M12 3.5a8.5 8.5 0 100 17 8.5 8.5 0 000-17zM12 11v5M12 8v.2',
  source: 'M6 3.5h8l4 4v13H6zM14 3.5v4h4M9 12h6M9 15.5h6',
  person: 'M12 12a4 4 0 100-8 4 4 0 000 8zM4.5 20.5c1-4 4-5.5 7.5-5.5s6.5 1.5 7.5 5.5',
  event: 'M4.5 6.5h15v14h-15zM4.5 10.5h15M8.5 3.5v5M15.5 3.5v5',
  letter: 'M3.5 6h17v12.5h-17zM3.5 7l8.5 6.5L20.5 7',
  quote: 'M10 7c-3 1-4.5 3-4.5 6v4h5v-5h-3M19 7c-3 1-4.5 3-4.5 6v4h5v-5h-3',
  link: 'M10 14a4 4 0 005.7 0l3-3a4 4 0 00-5.7-5.7l-1 1M14 10a4 4 0 00-5.7 0l-3 3a4 4 0 005.7 5.7l1-1',
  review: 'M4.5 5.5h15v11h-8l-4 4v-4h-3zM8.5 11l2.5 2.5 4.5-5',
  publish: 'M12 15.5V4M7.5 8L12 3.5 16.5 8M4.5 15v5.5h15V15',
  inbox: 'M4 13.5L6.5 5h11l2.5 8.5v6H4zM4 13.5h5l1.5 2.5h3l1.5-2.5h5',
  lock: 'M6 11h12v9.5H6zM8.5 11V8a3.5 3.5 0 017 0v3',
  history: 'M4.5 12A7.5 7.5 0 1012 4.5c-3 0-5.5 1.5-7 4M4.5 4.5v4h4M12 8v4.5l3 2',
  menu: 'M4.5 7h15M4.5 12h15M4.5 17h15',
  download: 'M12 4v11.5M7.5 11.5L12 16l4.5-4.5M4.5 20h15',
  seal: 'M12 15.5a6 6 0 100-12 6 6 0 000 12zM9.5 9.5l2 2 3.5-4M8.5 14.5L7 20.5l5-2.5 5 2.5-1.5-6',
  hidden: 'M3.5 12s3-5.5 8.5-5.5 8.5 5.5 8.5 5.5-3 5.5-8.5 5.5S3.5 12 3.5 12zM5 19.5l14-15',
} as const;

export type IconName = keyof typeof paths;

// These point somewhere and turn with the direction of the script.
const directed: ReadonlySet<IconName> = new Set(['next', 'previous']);

/** A small drawing beside a word. It says nothing alone: screen readers pass it over. */
export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg
      className={directed.has(name) ? 'icon icon-directed' : 'icon'}
      viewBox="0 0 24 24"
      aria-hidden="true"
      focusable="false"
    >
      <path d={paths[name]} />
    </svg>
  );
}
