import type { Config } from '@react-router/dev/config';

export default {
  appDirectory: 'src/web',
  buildDirectory: 'build',
  ssr: true,
  // The whole list of desk routes is a few kilobytes; asking the server for it piece by piece
  // would add a round trip to every first click.
  routeDiscovery: { mode: 'initial' },
} satisfies Config;
