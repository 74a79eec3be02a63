import { describePage } from './check.js';
import { kv } from './checks/kv.js';

describePage(kv);
