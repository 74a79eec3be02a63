import { describePage } from './check.js';
import { workflows } from './checks/workflows.js';

describePage(workflows);
