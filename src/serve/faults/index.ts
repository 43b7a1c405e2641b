/** Every fault the server can be started with. */
import { OptionProblem } from '../options.ts';
import { AUTH_FAULTS } from './auth.ts';
import { BULK_FAULTS } from './bulk.ts';
import { CONCURRENCY_FAULTS } from './concurrency.ts';
import { DATA_LOSS_FAULTS } from './data-loss.ts';
import { DISCOVERY_FAULTS } from './discovery.ts';
import { ERROR_FAULTS } from './errors.ts';
import type { Fault } from './fault.ts';
import { FILTER_FAULTS } from './filter.ts';
import { GROUP_FAULTS } from './groups.ts';
import { HEADER_FAULTS } from './headers.ts';
import { MEMBER_FAULTS } from './members.ts';
import { PAGINATION_FAULTS } from './pagination.ts';
import { PATCH_FAULTS } from './patch.ts';
import { PATCH_ANSWER_FAULTS } from './patch-answers.ts';
import { PATCH_VALUE_FAULTS } from './patch-values.ts';
import { PUT_FAULTS } from './puts.ts';
import { REFUSALS } from './refusals.ts';
import { REPRESENTATION_FAULTS } from './representation.ts';
import { SECURITY_FAULTS } from './security.ts';
import { SLIPS_AFTER_WRITES } from './slips-after-writes.ts';
import { SLIPS_ELSEWHERE } from './slips-elsewhere.ts';
import { SLIPS_EVERYWHERE } from './slips-everywhere.ts';
import { SLIPS_IN_ARRIVALS } from './slips-in-arrivals.ts';
import { SLIPS_IN_BULK } from './slips-in-bulk.ts';
import { SLIPS_IN_CHANGES } from './slips-in-changes.ts';
import { SLIPS_IN_CHARACTERISTICS } from './slips-in-characteristics.ts';
import { SLIPS_IN_CREATION } from './slips-in-creation.ts';
import { SLIPS_IN_DESCRIPTIONS } from './slips-in-descriptions.ts';
import { SLIPS_IN_DETAILS } from './slips-in-details.ts';
import { SLIPS_IN_DISCOVERY } from './slips-in-discovery.ts';
import { SLIPS_IN_DOCUMENTS } from './slips-in-documents.ts';
import { SLIPS_IN_FILTER_FORMS } from './slips-in-filter-forms.ts';
import { SLIPS_IN_FILTERS } from './slips-in-filters.ts';
import { SLIPS_IN_LIST_FORMS } from './slips-in-list-forms.ts';
import { SLIPS_IN_MATCHING } from './slips-in-matching.ts';
import { SLIPS_IN_MESSAGES } from './slips-in-messages.ts';
import { SLIPS_IN_PAGING } from './slips-in-paging.ts';
import { SLIPS_IN_PATCH } from './slips-in-patch.ts';
import { SLIPS_IN_PROMISES } from './slips-in-promises.ts';
import { SLIPS_IN_QUERIES } from './slips-in-queries.ts';
import { SLIPS_IN_REFUSALS } from './slips-in-refusals.ts';
import { SLIPS_IN_REQUESTS } from './slips-in-requests.ts';
import { SLIPS_IN_RESOURCES } from './slips-in-resources.ts';
import { SLIPS_IN_SELECTION } from './slips-in-selection.ts';
import { SLIPS_IN_VALUES } from './slips-in-values.ts';
import { SLIPS_IN_VERSIONS } from './slips-in-versions.ts';
import { SLIPS_IN_WRITES } from './slips-in-writes.ts';
import { USER_FAULTS } from './users.ts';

export type { Fault } from './fault.ts';

export const FAULTS: readonly Fault[] = [
  ...AUTH_FAULTS,
  ...DISCOVERY_FAULTS,
  ...USER_FAULTS,
  ...REPRESENTATION_FAULTS,
  ...GROUP_FAULTS,
  ...MEMBER_FAULTS,
  ...PATCH_FAULTS,
  ...PATCH_ANSWER_FAULTS,
  ...PATCH_VALUE_FAULTS,
  ...PUT_FAULTS,
  ...DATA_LOSS_FAULTS,
  ...FILTER_FAULTS,
  ...PAGINATION_FAULTS,
  ...BULK_FAULTS,
  ...CONCURRENCY_FAULTS,
  ...HEADER_FAULTS,
  ...ERROR_FAULTS,
  ...SECURITY_FAULTS,
  ...REFUSALS,
  ...SLIPS_IN_DISCOVERY,
  ...SLIPS_IN_DESCRIPTIONS,
  ...SLIPS_IN_REQUESTS,
  ...SLIPS_IN_MESSAGES,
  ...SLIPS_IN_VERSIONS,
  ...SLIPS_IN_RESOURCES,
  ...SLIPS_IN_FILTERS,
  ...SLIPS_IN_FILTER_FORMS,
  ...SLIPS_IN_QUERIES,
  ...SLIPS_IN_PAGING,
  ...SLIPS_IN_LIST_FORMS,
  ...SLIPS_IN_SELECTION,
  ...SLIPS_IN_CREATION,
  ...SLIPS_IN_WRITES,
  ...SLIPS_AFTER_WRITES,
  ...SLIPS_EVERYWHERE,
  ...SLIPS_IN_PATCH,
  ...SLIPS_IN_REFUSALS,
  ...SLIPS_IN_VALUES,
  ...SLIPS_IN_DOCUMENTS,
  ...SLIPS_IN_DETAILS,
  ...SLIPS_IN_BULK,
  ...SLIPS_IN_CHARACTERISTICS,
  ...SLIPS_IN_CHANGES,
  ...SLIPS_IN_PROMISES,
  ...SLIPS_IN_ARRIVALS,
  ...SLIPS_ELSEWHERE,
  ...SLIPS_IN_MATCHING,
];

/** Throws OptionProblem for an id that there is not. */
export const findFault = (id: string): Fault => {
  const fault = FAULTS.find((candidate) => candidate.id === id);
  if (fault === undefined) {
    throw new OptionProblem(`There is no fault ${id}; "scimulate serve --list" names them all.${nearest(id)}`);
  }
  return fault;
};

/** The fault that shares most words with the id, as a hint. */
const nearest = (id: string): string => {
  const words = id.split('-').filter(Boolean);
  const score = (fault: Fault): number => words.filter((word) => fault.id.split('-').includes(word)).length;
  const best = FAULTS.toSorted((one, other) => score(other) - score(one))[0];
  return best !== undefined && score(best) > 1 ? ` Did you mean ${best.id}?` : '';
};
