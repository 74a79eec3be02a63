import { describePage } from './check.js';
import { cron } from './checks/cron.js';

describePage(cron);
