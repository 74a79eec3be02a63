import { Disk } from './disk.js';
import { Harbour, Port } from './port.js';

export const port = new Port(new Disk(), 'rotterdam');
export const open = async (): Promise<string> => {
  await port.open();
  await new Harbour(new Disk()).close('hamburg');
  return port.state();
};
