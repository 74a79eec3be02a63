// Takes every mail.
import { SMTPServer } from 'smtp-server';

export const serve = () => new Promise((resolve) => {
  const server = new SMTPServer({ authOptional: true, disabledCommands: ['STARTTLS', 'AUTH'], onData: (stream, session, done) => stream.on('end', () => done()).resume() });
  server.on('error', () => {});
  const listening = server.listen(0, '127.0.0.1', () => resolve(listening.address().port));
});
