import fs from 'node:fs';

const load = () => JSON.parse(fs.readFileSync('data/crew.json', 'utf8'));
export const save = (crew) => fs.writeFileSync('data/crew.json', JSON.stringify(crew));

class Crew {
  constructor(people = load()) {
    this.people = people;
  }
}

export const size = (people) => new Crew(people).people.length;
