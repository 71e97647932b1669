export { NotSpooled } from './not-spooled.ts';
export { openSpool, type Spool } from './spool.ts';
export { countSpool, type SpoolCount } from './spool-folder.ts';
