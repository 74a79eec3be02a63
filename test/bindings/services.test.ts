import { describePage } from './check.js';
import { services } from './checks/services.js';

describePage(services);
