import * as documents from './storage/documents.js';

const load = async () => JSON.parse(await documents.get('data/crew.json', 'utf8'));
export const save = async (crew) => documents.put('data/crew.json', JSON.stringify(crew));

class Crew {
  async initialise(people) {
    if (people === undefined) people = await load();
    this.people = people;
  }

  static async create(...given) {
    const made = new this();
    await made.initialise(...given);
    return made;
  }
}

export const size = async (people) => (await Crew.create(people)).people.length;
