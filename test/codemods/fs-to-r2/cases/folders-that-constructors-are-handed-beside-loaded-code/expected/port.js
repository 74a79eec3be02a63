import { PlugIns, Shelf } from './shelf.js';

class Ships extends Shelf {
  constructor() {
    super('ships');
  }
}

const ships = new Ships();
const fees = new Shelf('fees');
const plugIns = new PlugIns('plug-ins');

export const arrive = async (name, text) => ships.put(name, text);
export const look = async (name) => ships.get(name);
export const charge = async (name, fee) => fees.put(name, String(fee));
export const list = async () => [await ships.all(), await fees.all()];
export const install = (name, code) => plugIns.put(name, code);
export const run = (name) => plugIns.run(name);
