/**
 * Behaves like the engine of the SCIM Playground, scim.dev: arietimmerman/laravel-scim-server at 823a79e, with its core
 * attributes at the top (`omit_main_schema_in_return`). Errors carry a number for their status, and unknown names are 404.
 * Its numeric member values are left out, since the ids here are no numbers.
 */
import type { Filter } from '../../scim/filter.ts';
import { isObject, type JsonObject } from '../../scim/json.ts';
import type { ResourceModel } from '../../scim/schema.ts';
import type { Behaviour, Call } from '../behaviour.ts';
import { refusal } from '../errors.ts';
import { crash, isUser, without } from '../faults/fault.ts';
import { objectsIn, type Preset, pagesOf, storing } from './preset.ts';

const PAGE = 10;
const NOT_FOUND = ['invalidFilter', 'invalidPath'];

const negates = (filter: Filter): boolean =>
  filter.type === 'not' ||
  ((filter.type === 'and' || filter.type === 'or') && (negates(filter.left) || negates(filter.right)));

/** One address, of type other. */
const judge = (next: JsonObject, model: ResourceModel): JsonObject => {
  const [email] = objectsIn(next.emails);
  return isUser(model) && email !== undefined ? { ...next, emails: [{ ...email, type: 'other' }] } : next;
};

const withoutId = ({ body }: Call): void => {
  if (isObject(body) && body.id !== undefined) throw refusal(403, 'Write to "id" is not supported.');
};

const alter = (good: Behaviour): Partial<Behaviour> => ({
  ...storing(good, judge),
  page: pagesOf(PAGE, good),
  create: (call, model) => {
    withoutId(call);
    return good.create(call, model);
  },
  replace: (call, model, id) => {
    withoutId(call);
    return good.replace(call, model, id);
  },
  /** A name that is changed later may be anybody's. */
  checkUnique: (resource, model, call, self) => {
    if (self === undefined) good.checkUnique(resource, model, call);
  },
  parseFilter: (text, models, call) => {
    const filter = good.parseFilter(text, models, call);
    return filter !== undefined && negates(filter) ? crash('There is no "not".') : filter;
  },
  project: (found, selection, call) => {
    const shown = good.project(found, selection, call);
    return selection.excludedAttributes?.includes('id') ? without(shown, 'id') : shown;
  },
  errorAnswer: (error, call) => {
    const { status: meant, body } = good.errorAnswer(error, call);
    const told = isObject(body) ? body : {};
    const status = NOT_FOUND.includes(String(told.scimType)) ? 404 : meant;
    return { status, body: { ...told, status } };
  },
  bulkResult: (operation, answer, call) => ({ ...good.bulkResult(operation, answer, call), status: answer.status }),
  stopBulk: () => false,
});

export const SCIM_DEV: Preset = {
  name: 'scim.dev',
  title: 'As the SCIM Playground: one e-mail, 404 for unknown names, numbers for statuses, user names that collide',
  links: ['https://github.com/limosa-io/laravel-scim-server', 'https://www.scim.dev/playground/'],
  capabilities: { maxResults: 100, maxOperations: 10, cursorTimeoutSeconds: 3600 },
  alter,
};
