import { Port } from './port.js';

export const save = async (name, berths) => Port.save(name, berths);

export async function count(name) {
  return (await Port.create(name)).count();
}

export async function both(a, b) {
  const ports = [await Port.create(a), await Port.create(b, { strict: true })];
  return ports.map((port) => `${port.name}: ${port.count()}`);
}

export const isPort = (thing) => thing instanceof Port;
export const open = async (name) => Port.create(name);
