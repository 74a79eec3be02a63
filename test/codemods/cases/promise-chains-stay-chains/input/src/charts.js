import { promises } from 'fs';

export function loadChart() {
  return promises.readFile('data/chart.json', 'utf8').then(JSON.parse).catch(() => ({}));
}

export function saveChart(chart) {
  return promises
    .mkdir('data', { recursive: true })
    .then(() => promises.writeFile('data/chart.json', JSON.stringify(chart)));
}
