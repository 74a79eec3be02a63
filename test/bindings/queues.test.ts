import { describePage } from './check.js';
import { queues } from './checks/queues.js';

describePage(queues);
