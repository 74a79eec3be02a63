import { Port } from './port.js';

export const save = (name, berths) => Port.save(name, berths);

export function count(name) {
  return new Port(name).count();
}

export function both(a, b) {
  const ports = [new Port(a), new Port(b, { strict: true })];
  return ports.map((port) => `${port.name}: ${port.count()}`);
}

export const isPort = (thing) => thing instanceof Port;
export const open = (name) => new Port(name);
