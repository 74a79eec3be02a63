// The protocol of MySQL, spoken by mysql2's own server side: it answers every query with one row, `one` = 1.
import mysql from 'mysql2';

const COLUMN = { catalog: 'def', schema: '', table: '', orgTable: '', name: 'one', orgName: 'one', characterSet: 63, columnLength: 11, columnType: 3, flags: 129, decimals: 0 };

export const serve = () => new Promise((resolve) => {
  const server = mysql.createServer();
  let connections = 0;
  server.on('connection', (connection) => {
    connection.serverHandshake({ protocolVersion: 10, serverVersion: '8.0.0', connectionId: ++connections, statusFlags: 2, characterSet: 45, capabilityFlags: 0xffffff & ~0x800 });
    connection.on('error', () => {});
    connection.on('query', () => {
      connection.writeColumns([COLUMN]);
      connection.writeTextRow(['1']);
      connection.writeEof();
    });
  });
  server.listen(0, '127.0.0.1', () => resolve(server._server.address().port));
});
