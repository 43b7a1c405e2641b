import { proveFaults } from './faults.ts';

proveFaults(2, 2);
