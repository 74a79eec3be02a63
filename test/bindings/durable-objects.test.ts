import { describePage } from './check.js';
import { durableObjects } from './checks/durable-objects.js';

describePage(durableObjects);
