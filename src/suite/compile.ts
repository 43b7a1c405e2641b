/** Run by `npm run build`: makes the next start fast. Suites with mistakes are left to the commands, which report them. */
import { compileOurs } from './load.ts';

await compileOurs();
