/** Slips in queries and writes that are seldom sent. Each is plausible, and some case must notice it. */
import { asList, isObject } from '../../scim/json.ts';
import { ENTERPRISE_USER_URN, SEARCH_REQUEST_URN } from '../../scim/urn.ts';
import type { Behaviour } from '../behaviour.ts';
import { refusal } from '../errors.ts';
import { crash, type Fault, isUser, patching, targets } from './fault.ts';

const PASSWORD = /\bpassword (sw|co) "([^"]*)"/;

/** Finds users by a part of their password. */
const passwordsFound = (good: Behaviour): Partial<Behaviour> => {
  const known = new Map<string, string>();
  return {
    insert: async (resource, model, call) => {
      const stored = await good.insert(resource, model, call);
      const password = isObject(call.body) ? call.body.password : undefined;
      if (typeof password === 'string') known.set(String(stored.id), password);
      return stored;
    },
    parseFilter: (text, models, call) => {
      const [whole, operator, part = ''] = PASSWORD.exec(text) ?? [];
      if (whole === undefined) return good.parseFilter(text, models, call);
      const fits = (password: string): boolean =>
        operator === 'sw' ? password.startsWith(part) : password.includes(part);
      const [id = 'nobody'] = [...known].find(([, password]) => fits(password)) ?? [];
      return good.parseFilter(text.replace(whole, `id eq "${id}"`), models, call);
    },
  };
};

/** Shows active for those who were created without it, but does not store it. */
const defaultsOnlyShown = (good: Behaviour): Partial<Behaviour> => {
  const silent = new Set<string>();
  return {
    insert: async (resource, model, call) => {
      const stored = await good.insert(resource, model, call);
      if (isObject(call.body) && isUser(model) && call.body.active === undefined) silent.add(String(stored.id));
      return stored;
    },
    matcher: (filter, model, call) => {
      const test = good.matcher(filter, model, call);
      return (found) =>
        test(
          silent.has(String(found.resource.id)) ? { ...found, resource: { ...found.resource, active: false } } : found,
        );
    },
  };
};

export const SLIPS_IN_DETAILS: readonly Fault[] = [
  {
    id: 'filter-missing-primary-is-primary',
    title: 'Takes an address that does not say whether it is primary for a primary one',
    links: [],
    alter: (good) => ({
      matcher: (filter, model, call) => {
        const test = good.matcher(filter, model, call);
        return (found) => {
          const emails = asList(found.resource.emails).map((one) => (isObject(one) ? { primary: true, ...one } : one));
          return test(emails.length === 0 ? found : { ...found, resource: { ...found.resource, emails } });
        };
      },
    }),
  },
  {
    id: 'filter-two-spaces-500',
    title: 'Fails on two spaces in a filter',
    links: [],
    alter: (good) => ({
      parseFilter: (text, models, call) =>
        text.includes('  ') ? crash('unexpected empty token') : good.parseFilter(text, models, call),
    }),
  },
  { id: 'filter-password-by-part', title: 'Finds a user by a part of his password', links: [], alter: passwordsFound },
  {
    id: 'filter-default-not-found',
    title: 'Does not find the values that it has chosen itself',
    links: [],
    alter: defaultsOnlyShown,
  },
  {
    id: 'page-cursor-unasked',
    title: 'Gives a cursor with every page by index',
    links: [],
    alter: (good) => ({ page: (found, query, call) => ({ ...good.page(found, query, call), nextCursor: 'next.1' }) }),
  },
  {
    id: 'cursor-back-to-itself',
    title: 'Gives a cursor back that leads to the same page again',
    links: [],
    alter: (good) => ({
      cursorPage: (found, query, call) => {
        const page = good.cursorPage(found, query, call);
        return page.previousCursor === undefined || query.cursor === undefined
          ? page
          : { ...page, previousCursor: query.cursor };
      },
    }),
  },
  {
    id: 'cursor-other-count-500',
    title: 'Fails when the count changes between two pages by cursor',
    links: [],
    alter: (good) => ({
      cursorPage: (found, query, call) => {
        try {
          return good.cursorPage(found, query, call);
        } catch (problem) {
          return String(problem).includes('of the first page') ? crash('the pages do not fit') : raise(problem);
        }
      },
    }),
  },
  {
    id: 'sort-external-ids-in-any-case',
    title: 'Sorts externalId without regard to case',
    links: [],
    alter: (good) => ({
      sort: (found, query, call) => {
        const sorted = good.sort(found, query, call);
        if (query.sortBy?.attribute !== 'externalId') return sorted;
        const key = (one: (typeof found)[number]): string => String(one.resource.externalId).toLowerCase();
        return sorted.toSorted((one, other) => (key(one) < key(other) ? -1 : 1));
      },
    }),
  },
  {
    id: 'projection-whole-extension-unknown',
    title: 'Does not know the URN of an extension as something to ask for',
    links: [],
    alter: (good) => ({
      project: (found, selection, call) => {
        const { attributes } = selection;
        return good.project(
          found,
          attributes === undefined
            ? selection
            : { ...selection, attributes: attributes.map((name) => (name === ENTERPRISE_USER_URN ? 'id' : name)) },
          call,
        );
      },
    }),
  },
  {
    id: 'search-of-anything',
    title: 'Takes any body for a search request',
    links: [],
    alter: (good) => ({
      readSearch: (call, models) =>
        good.readSearch(
          isObject(call.body) ? { ...call, body: { ...call.body, schemas: [SEARCH_REQUEST_URN] } } : call,
          models,
        ),
    }),
  },
  {
    id: 'put-extension-kept-unlisted',
    title: 'Keeps an extension that a PUT leaves out, and names it no longer',
    links: [],
    alter: (good) => {
      const unlisted = new Set<string>();
      return {
        merge: (current, incoming, model, call) => {
          const kept = current[ENTERPRISE_USER_URN];
          if (kept === undefined || incoming[ENTERPRISE_USER_URN] !== undefined) {
            return good.merge(current, incoming, model, call);
          }
          unlisted.add(String(current.id));
          return good.merge(current, { ...incoming, [ENTERPRISE_USER_URN]: kept }, model, call);
        },
        project: (found, selection, call) => {
          const shown = good.project(found, selection, call);
          return unlisted.has(String(shown.id)) ? { ...shown, schemas: [found.model.core.id] } : shown;
        },
      };
    },
  },
  {
    id: 'put-wants-the-password',
    title: 'Refuses a PUT without a password for somebody who has one',
    links: [],
    alter: (good) => {
      const known = new Set<string>();
      return {
        insert: async (resource, model, call) => {
          const stored = await good.insert(resource, model, call);
          if (isObject(call.body) && call.body.password !== undefined) known.add(String(stored.id));
          return stored;
        },
        replace: (call, model, id) => {
          const hasOne = isObject(call.body) && call.body.password !== undefined;
          if (known.has(id) && !hasOne) throw refusal(400, 'The password is missing.', 'invalidValue');
          return good.replace(call, model, id);
        },
      };
    },
  },
  {
    id: 'patch-unknown-member-refused',
    title: 'Refuses an operation with a member that it does not know',
    links: [],
    alter: (good) => ({
      readPatch: (body, model, call) => {
        const operations = asList(isObject(body) ? body.Operations : undefined).filter(isObject);
        const isKnown = (name: string): boolean => ['op', 'path', 'value'].includes(name.toLowerCase());
        if (operations.some((operation) => !Object.keys(operation).every(isKnown))) {
          throw refusal(400, 'An operation has a member that is not known.', 'invalidSyntax');
        }
        return good.readPatch(body, model, call);
      },
    }),
  },
  {
    id: 'patch-add-to-value-appends',
    title: 'Appends an object that is added to a value found by a filter',
    links: [],
    alter: patching(
      (operation) =>
        operation.op === 'add' &&
        operation.path?.valueFilter !== undefined &&
        operation.path.subAttribute === undefined &&
        isObject(operation.value),
      (resource, { path, value }) => {
        const name = path?.attribute ?? '';
        return { ...resource, [name]: [...asList(resource[name]), value ?? null] };
      },
    ),
  },
  {
    id: 'patch-null-stored-as-text',
    title: 'Stores the word null where a title is replaced by null',
    links: [],
    alter: patching(
      (operation) => operation.op === 'replace' && operation.value === null && targets(operation, 'title'),
      (resource) => ({ ...resource, title: 'null' }),
    ),
  },
  {
    id: 'version-strong-for-parts',
    title: 'Shows a part of a resource under the strong version of the whole',
    links: [],
    alter: (good) => ({ version: (found, call) => good.version(found, call)?.replace(/^W\//, '') }),
  },
  {
    id: 'version-condition-500',
    title: 'Has no versions, and fails on a condition on one',
    links: [],
    alter: (good) => ({
      serviceProviderConfig: (call) => ({ ...good.serviceProviderConfig(call), etag: { supported: false } }),
      version: () => undefined,
      checkVersion: (_current, _model, call) =>
        call.headers['if-match'] === undefined ? undefined : crash('there is no version'),
    }),
  },
];

const raise = (problem: unknown): never => {
  throw problem;
};
