import { proveFaults } from './faults.ts';

proveFaults(1, 2);
