/**
 * The same need at other products: documents in KV or R2, queries on D1, a Durable Object or Postgres, embeddings at each vendor.
 * Each option is priced alone, with the whole allowance of its meters.
 */
import type { Alternative, Amount } from '../core/estimate.js';
import type { Plan, PlannedResource, StorageTarget } from '../core/plan.js';
import type { Context } from './context.js';
import { addAmounts } from './decimal.js';
import { toLines } from './lines.js';
import { embeddingModel, embeddingUse, isEmbedding } from './operations.js';
import { times } from './quantity.js';
import type { MeteredSite } from './counted-sites.js';
import { callsPerMonth, plannedFor, siteUsage } from './site-usage.js';
import { postgresUsage, storageUsage } from './products/storage.js';
import type { Usage } from './usage.js';

type Option = Alternative['options'][number];

function priced(context: Context, usages: readonly Usage[]): Pick<Option, 'amount' | 'missing'> {
  const lines = toLines(context, 'alternative', usages).map(({ line }) => line);
  const missing = [...new Set(lines.flatMap((line) => line.missing))];
  const known = lines.flatMap((line) => (line.amount === null ? [] : [line.amount]));
  const at = (level: 0 | 1 | 2): Amount => addAmounts(known.map((amount) => amount[level]));
  return { amount: missing.length > 0 || known.length === 0 ? null : [at(0), at(1), at(2)], missing };
}

/** The program as if only these resources were moved, all to `target`. */
function moved(context: Context, plan: Plan, resources: readonly PlannedResource[], target: StorageTarget): Context {
  const ids = new Set(resources.map((resource) => resource.resource));
  const sites = context.sites.filter((site) => ids.has(site.resource));
  const scan = { ...context.scan, resources: context.scan.resources.filter((resource) => ids.has(resource.id)) };
  return { ...context, scan, sites, plan: { ...plan, resources: resources.map((resource) => ({ ...resource, target })) } };
}

/** Uploads are left out: they are no documents, and KV takes no value above 25 MiB. */
interface Choice {
  question: string;
  targets: { target: StorageTarget; title: string }[];
}

const CHOICES: Choice[] = [
  { question: 'Documents in KV or R2', targets: [{ target: 'r2', title: 'R2' }, { target: 'kv', title: 'Workers KV' }] },
  { question: 'Queries on D1, a Durable Object or Postgres', targets: [{ target: 'd1', title: 'D1' }, { target: 'durable-object', title: 'SQLite in a Durable Object' }, { target: 'postgres', title: 'Postgres on Neon with Hyperdrive' }] },
];

function storageAlternative(context: Context, choice: Choice): Alternative[] {
  const { plan } = context;
  const stored = new Set(context.scan.resources.map((resource) => resource.id));
  const targets = new Set(choice.targets.map(({ target }) => target));
  const isMovable = (resource: PlannedResource): boolean => stored.has(resource.resource) && targets.has(resource.target) && resource.persistence !== 'upload';
  const resources = (plan?.resources ?? []).filter(isMovable);
  if (plan === null || resources.length === 0) return [];
  const planned = new Set(resources.map((resource) => resource.target));
  const options = choice.targets.map(({ target, title }): Option => {
    const only = moved(context, plan, resources, target);
    const usages = [...only.sites.flatMap((site) => siteUsage(only, 'workers', site).usages), ...storageUsage(only, 'workers'), ...postgresUsage(only, 'workers')];
    return { id: target, title, ...priced(only, usages), chosen: planned.size === 1 && planned.has(target) };
  });
  return [{ question: choice.question, about: resources.map((resource) => resource.pattern), options }];
}

const PROVIDERS = ['workers-ai', 'openai', 'together'];

/** A call that becomes an embedding request when no local model answers it. */
const embeds = (context: Context, site: MeteredSite): boolean =>
  site.meters.some(({ meter }) => isEmbedding(meter)) || plannedFor(context, site)?.kind === 'model-inference';

/** The vendor that the plan goes to: none while models stay on a machine. Without a plan, the one that is priced. */
function inPlan({ plan, assumptions }: Context): string | null {
  const decision = plan?.decisions.find((item) => item.options.some((option) => PROVIDERS.includes(option.id)));
  return decision ? (decision.answer ?? decision.default) : (assumptions.choices['embeddings.provider']?.value ?? null);
}

function embeddingAlternative(context: Context): Alternative[] {
  const sites = context.sites.filter((site) => embeds(context, site));
  if (sites.length === 0) return [];
  const chosen = inPlan(context);
  const calls = sites.flatMap((site) => callsPerMonth(context, site));
  const options = PROVIDERS.map((provider): Option => {
    const { perOperation, ...use } = embeddingUse(context.assumptions, context.prices, provider);
    const usages = calls.map((count): Usage => ({ ...use, quantity: times(count, perOperation) }));
    const model = embeddingModel(context.assumptions, context.prices, provider)?.name ?? 'unknown model';
    return { id: provider, title: `${context.prices.products[provider]?.title ?? provider}, ${model}`, ...priced(context, usages), chosen: provider === chosen };
  });
  return [{ question: 'Embeddings at which vendor', about: sites.map((site) => `${site.at.file}:${site.at.line}`), options }];
}

export const alternativesOf = (context: Context): Alternative[] => [...CHOICES.flatMap((choice) => storageAlternative(context, choice)), ...embeddingAlternative(context)];
