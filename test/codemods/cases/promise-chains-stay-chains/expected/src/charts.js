import * as documents from './storage/documents.js';

export function loadChart() {
  return documents.get('data/chart.json', 'utf8').then(JSON.parse).catch(() => ({}));
}

export function saveChart(chart) {
  return documents
    .makeFolder('data', { recursive: true })
    .then(() => documents.put('data/chart.json', JSON.stringify(chart)));
}
