/** Something was not kept, and nothing of it is. */
export class NotSpooled extends Error {
  override readonly name = 'NotSpooled';
  /** The bound of number or bytes is reached; the disk is full; the disk refused in another way. */
  readonly code: 'spool-full' | 'spool-no-room' | 'spool-disk';

  constructor(code: NotSpooled['code'], options?: ErrorOptions) {
    super(`not kept: ${code}`, options);
    this.code = code;
  }
}
