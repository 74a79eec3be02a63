/** The estimate of the sample dossier; amounts are what the fixture says, not what any vendor charges. */
import type { Estimate, EstimateLine, Scenario } from '../../core/estimate.js';

type Given = Pick<EstimateLine, 'product' | 'meter' | 'unit' | 'unitPrice' | 'per'> & Partial<EstimateLine>;

const line = (scenario: string, given: Given): EstimateLine => ({
  scenario, quantity: [100_000, 240_000, 600_000], included: 0, billable: [100_000, 240_000, 600_000], amount: ['1.2', '2.88', '7.2'], missing: [], callSites: [], basis: 'declared', source: 'sample price list, 2026-11-21', ...given,
});

const container = (scenario: string): EstimateLine[] => [
  line(scenario, {
    product: 'Containers', meter: 'memory, provisioned', unit: 'GiB-second', unitPrice: '0.0000025', per: 1, quantity: [3_000_000, 7_900_000, 10_512_000], included: 90_000, billable: [2_910_000, 7_810_000, 10_422_000],
    amount: ['7.275', '19.525', '26.055'], basis: 'inferred', callSites: [{ at: 'src/lib/clip-embedder.js:9', share: 0.71 }, { at: 'src/services/githubService.js:33', share: 0.29 }], note: 'awake hours decide: polling keeps it awake',
  }),
  line(scenario, { product: 'Containers', meter: 'CPU, active', unit: 'vCPU-second', unitPrice: '0.000020', per: 1, quantity: [400_000, 900_000, 1_500_000], included: 22_500, billable: [377_500, 877_500, 1_477_500], amount: ['7.55', '17.55', '29.55'] }),
];

const workers = (scenario: string): EstimateLine[] => [
  line(scenario, { product: 'Workers', meter: 'subscription', unit: 'month', unitPrice: '5.00', per: 1, quantity: [1, 1, 1], billable: [1, 1, 1], amount: ['5', '5', '5'] }),
  line(scenario, { product: 'Workers', meter: 'requests', unit: 'request', unitPrice: '0.30', per: 1_000_000, quantity: [2_000_000, 4_000_000, 9_000_000], included: 10_000_000, billable: [0, 0, 0], amount: ['0', '0', '0'] }),
  line(scenario, { product: 'KV', meter: 'writes', unit: 'write', unitPrice: '5.00', per: 1_000_000, quantity: null, included: 1_000_000, billable: null, amount: null, missing: ['traffic.PUT /settings.requests_per_month'], callSites: [{ at: 'src/services/settings.js:22', share: 1 }] }),
];

const scenarios: Scenario[] = [
  {
    id: 'today', title: 'Cloud Run, as today', unknown: 0, runnable: true, caveats: ['instance-based billing: work goes on after the answer'], total: ['88.4', '131.2', '240'],
    lines: [line('today', { product: 'Cloud Run', meter: 'CPU, instance-based', unit: 'vCPU-second', unitPrice: '0.000018', per: 1, quantity: [2_000_000, 3_900_000, 7_800_000], included: 240_000, billable: [1_760_000, 3_660_000, 7_560_000], amount: ['88.4', '131.2', '240'], basis: 'declared' })],
  },
  { id: 'workers', title: 'Workers only', unknown: 2, runnable: false, caveats: ['needs a rewrite of models, git and images first'], total: ['5', '5', '5'], lines: [...workers('workers'), line('workers', { product: 'OpenAI', meter: 'embedding tokens', unit: 'token', unitPrice: '0.02', per: 1_000_000, quantity: null, billable: null, amount: null, missing: ['sizes.tokens_per_document'] })] },
  { id: 'worker-and-container', title: 'Worker and Container', unknown: 1, caveats: [], total: ['19.825', '42.075', '60.605'], lines: [...workers('worker-and-container'), ...container('worker-and-container')] },
  { id: 'container', title: 'Container only', unknown: 1, caveats: ['five sites lose data at every restart'], total: ['19.825', '42.075', '60.605'], lines: [...workers('container'), ...container('container')] },
];

export const sampleEstimate: Estimate = {
  currency: 'USD', asOf: '2026-11-21', prices: { file: 'rules/prices.yaml', collected: '2026-11-21', oldestDays: 71, stale: true }, assumptionsFile: 'cf-migrate.cost.yaml',
  assumptions: [
    { key: 'traffic.GET /search.requests_per_month', unit: 'request', value: [1_000_000, 2_000_000, 5_000_000], basis: 'declared', source: 'cf-migrate.cost.yaml:12' },
    { key: 'traffic.PUT /settings.requests_per_month', unit: 'request', value: null, basis: 'assumed', source: 'not set' },
    { key: 'embeddings.provider', unit: 'choice', value: null, choice: 'workers-ai', basis: 'assumed', source: 'assumed' },
    { key: 'container.awake_hours', unit: 'hour', value: [200, 530, 730], basis: 'inferred', source: 'polling every 5 s (src/worker.js:64)' },
  ],
  scenarios,
  warnings: ['Workers Logs change price on 2026-12-01'],
  cheapest: 'worker-and-container',
  sitesPriced: { priced: 3, of: 4 },
  alternatives: [{
    question: 'Documents in KV or R2', about: ['<env DATA_DIR>/settings.json', '<env DATA_DIR>/jobs/*.json'],
    options: [
      { id: 'r2', title: 'R2', amount: ['0', '1.8', '9.045'], missing: [], chosen: false },
      { id: 'kv', title: 'Workers KV', amount: null, missing: ['traffic.PUT /settings.requests_per_month'], chosen: true },
    ],
  }],
  drivers: [
    { scenario: 'worker-and-container', key: 'container.awake_hours', low: '30.1', high: '49.9' },
    { scenario: 'worker-and-container', key: 'traffic.GET /search.requests_per_month', low: '41.5', high: '44' },
  ],
  curve: [
    { factor: 0, totals: { today: '120', 'worker-and-container': '19' } },
    { factor: 0.1, totals: { today: '120', workers: '5', 'worker-and-container': '25' } },
    { factor: 1, totals: { today: '131.2', workers: '5', 'worker-and-container': '42.075' } },
    { factor: 10, totals: { today: '380', workers: '25', 'worker-and-container': '410' } },
  ],
  crossings: [{ factor: 8.25, from: 'worker-and-container', to: 'today' }],
  kinks: [{ factor: 2.5, scenario: 'worker-and-container', product: 'Workers', meter: 'requests' }, { factor: 3, scenario: 'container', product: 'KV', meter: 'writes' }],
};
