import { describePage } from './check.js';
import { cache } from './checks/cache.js';

describePage(cache);
