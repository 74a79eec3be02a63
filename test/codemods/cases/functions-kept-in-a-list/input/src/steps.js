import fs from 'node:fs';

const load = () => JSON.parse(fs.readFileSync('data/steps.json', 'utf8'));
export const save = (list) => fs.writeFileSync('data/steps.json', JSON.stringify(list));

export function run() {
  const steps = [];
  steps.push({ title: 'count', run: () => load().length });
  steps.push({ title: 'first', run: () => load()[0] });
  const lines = [];
  for (const step of steps) {
    const value = step.run();
    lines.push(`${step.title}: ${value}`);
  }
  return lines;
}
