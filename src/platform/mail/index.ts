export { hashMailbox, parseMailAddress } from './mail-address.ts';
export { MailRefusal } from './mail-refusal.ts';
export { mailMigrations } from './mail.migrations.ts';
export { createMailer, type Mail, type Mailer, type MailerOptions } from './mailer.ts';
export {
  listOutbox,
  purgeMails,
  readOutboxMail,
  withdrawMails,
  type OutboxMail,
} from './outbox.ts';
export type { SmtpSettings } from './smtp.ts';
