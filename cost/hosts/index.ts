/** Today's hosting: one entry per kind of host. What a host sells besides compute, volumes and data out, is added to each. */
import { choose, read } from '../assumptions.js';
import type { Context } from '../context.js';
import { findPrice } from '../prices.js';
import { unknown } from '../quantity.js';
import type { Usage } from '../usage.js';
import { fargate, machines } from './always-on.js';
import { cloudRunByInstance, cloudRunByRequest } from './cloud-run.js';
import { lambda } from './lambda.js';

interface Host {
  title: string;
  product: string;
  usage: (context: Context) => Usage[];
}

const HOSTS: Record<string, Host> = {
  'cloud-run-request': { title: 'Cloud Run, billed by request', product: 'cloud-run', usage: cloudRunByRequest },
  'cloud-run-instance': { title: 'Cloud Run, billed by instance', product: 'cloud-run', usage: cloudRunByInstance },
  fargate: { title: 'Fargate', product: 'fargate', usage: fargate },
  lambda: { title: 'Lambda', product: 'lambda', usage: lambda },
  fly: { title: 'Fly.io', product: 'fly', usage: (context) => machines(context, 'fly', 'machines') },
  render: { title: 'Render', product: 'render', usage: (context) => machines(context, 'render', 'instances') },
  heroku: { title: 'Heroku', product: 'heroku', usage: (context) => machines(context, 'heroku', 'dynos') },
};

const sells = (context: Context, host: Host, meter: string): boolean => findPrice(context.prices, host.product, meter) !== null;

function volumes(context: Context, host: Host): Usage[] {
  const size = read(context.assumptions, 'today.volume_gb');
  return size.value?.[2] === 0 || !sells(context, host, 'volumes') ? [] : [{ product: host.product, meter: 'volumes', quantity: size, note: 'persistent volumes' }];
}

function egress(context: Context, host: Host): Usage[] {
  return sells(context, host, 'egress') ? [{ product: host.product, meter: 'egress', quantity: read(context.assumptions, 'egress_gb_per_month') }] : [];
}

export interface HostBill {
  title: string;
  usages: Usage[];
}

export function hostBill(context: Context): HostBill {
  const kind = choose(context.assumptions, 'today.kind');
  if (kind === 'invoice') {
    return { title: 'the invoice', usages: [{ product: 'invoice', meter: 'total', quantity: read(context.assumptions, 'today.invoice_usd_per_month'), note: 'as declared' }] };
  }
  const host = HOSTS[kind ?? ''];
  if (!host) return { title: 'unknown host', usages: [{ product: 'host', meter: 'total', quantity: unknown('today.kind') }] };
  return { title: host.title, usages: [...host.usage(context), ...volumes(context, host), ...egress(context, host)] };
}
