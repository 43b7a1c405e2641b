/** Faults in reading and evaluating filters. */
import { findAttribute, sameName } from '../../scim/attribute.ts';
import type { Filter } from '../../scim/filter.ts';
import type { ResourceModel } from '../../scim/schema.ts';
import type { Behaviour } from '../behaviour.ts';
import { refusal } from '../errors.ts';
import { pathsIn } from '../filtering.ts';
import { crash, type Fault, isGroup, isUser, QUOTED, redefined, reports } from './fault.ts';

/** Finds nothing when the filter names an attribute that this is true of. */
const blindTo =
  (isBlind: (path: ReturnType<typeof pathsIn>[number], model: ResourceModel) => boolean) =>
  (good: Behaviour): Partial<Behaviour> => ({
    matcher: (filter, model, call) =>
      pathsIn(filter).some((path) => isBlind(path, model)) ? () => false : good.matcher(filter, model, call),
  });

/** Compares one attribute with case. */
const withCase =
  (applies: (model: ResourceModel) => boolean, name: string) =>
  (good: Behaviour): Partial<Behaviour> => ({
    matcher: (filter, model, call) =>
      good.matcher(filter, applies(model) ? redefined(model, name, { caseExact: true }) : model, call),
  });

/** Changes the text of a filter before it is read. */
const misread =
  (change: (text: string) => string) =>
  (good: Behaviour): Partial<Behaviour> => ({
    parseFilter: (text, models, call) => good.parseFilter(change(text), models, call),
  });

/** Refuses filters whose quoted values look like this. */
const confusedBy =
  (value: RegExp) =>
  (good: Behaviour): Partial<Behaviour> => ({
    parseFilter: (text, models, call) => {
      if ((text.match(QUOTED) ?? []).some((literal) => value.test(literal))) {
        throw refusal(400, 'Incorrectly formatted expression.', 'invalidFilter');
      }
      return good.parseFilter(text, models, call);
    },
  });

const firstTerm = (filter: Filter): Filter =>
  filter.type === 'and' || filter.type === 'or' ? firstTerm(filter.left) : filter;

const hasOperator = (filter: Filter, operator: string): boolean => {
  switch (filter.type) {
    case 'and':
    case 'or':
      return hasOperator(filter.left, operator) || hasOperator(filter.right, operator);
    case 'not':
    case 'valuePath':
      return hasOperator(filter.filter, operator);
    default:
      return filter.type === 'compare' && filter.operator === operator;
  }
};

export const FILTER_FAULTS: readonly Fault[] = [
  {
    id: 'filter-parentheses-ignored',
    title: 'Throws the parentheses of a filter away before it reads it',
    links: reports(
      'simpleidserver/SimpleIdServer#912',
      'scim2/filter-parser#18',
      'scim2/filter-parser#19',
      'wso2/product-is#11490',
      'simpleidserver/SimpleIdServer#12',
    ),
    alter: misread((text) =>
      /\bnot\b/i.test(text)
        ? text
        : text.replace(/"(?:[^"\\]|\\.)*"|[()]/g, (part) => (part.startsWith('"') ? part : ' ')),
    ),
  },
  {
    id: 'filter-username-case-sensitive',
    title: 'Compares userName with case in filters',
    links: reports(
      'wso2/product-is#9552',
      'open-webui/open-webui#18039',
      'zulip/zulip#21758',
      'simpleidserver/SimpleIdServer#489',
      'jelhub/scimgateway#89',
    ),
    alter: withCase(isUser, 'userName'),
  },
  {
    id: 'filter-displayname-case-sensitive',
    title: 'Compares the displayName of groups with case in filters',
    links: reports('simpleidserver/SimpleIdServer#489'),
    alter: withCase(isGroup, 'displayName'),
  },
  {
    id: 'attr-names-case-sensitive-filter',
    title: 'Knows attribute names in filters only as the schema spells them, and finds nothing otherwise',
    links: reports('scimmyjs/scimmy#7', 'open-webui/open-webui#18039'),
    alter: blindTo(({ attribute }, model) => {
      const known = findAttribute(
        [...model.core.attributes, ...model.extensions.flatMap(({ attributes }) => attributes)],
        attribute,
      );
      return known !== undefined && known.name !== attribute;
    }),
  },
  {
    id: 'filter-extension-attr-unsupported',
    title: 'Finds nothing by attributes that are qualified with the URN of an extension',
    links: reports('Captain-P-Goldfish/SCIM-SDK#114', 'wso2/product-is#3062'),
    alter: blindTo(({ urn }, model) => urn !== undefined && !sameName(urn, model.core.id)),
  },
  {
    id: 'filter-id-unsupported',
    title: 'Finds nothing by id',
    links: reports('Captain-P-Goldfish/scim-for-keycloak#98'),
    alter: blindTo(({ attribute }) => sameName(attribute, 'id')),
  },
  {
    id: 'filter-schemas-unsupported',
    title: 'Refuses filters on schemas',
    links: reports('wso2/product-is#5139'),
    alter: (good) => ({
      parseFilter: (text, models, call) => {
        if (/^\s*schemas\b/i.test(text)) {
          throw refusal(400, 'There is no attribute schemas.', 'invalidFilter');
        }
        return good.parseFilter(text, models, call);
      },
    }),
  },
  {
    id: 'filter-members-eq-500',
    title: 'Fails with 500 on filters over the members of a group',
    links: reports('goauthentik/authentik#23211'),
    alter: (good) => ({
      matcher: (filter, model, call) =>
        pathsIn(filter).some(({ attribute }) => sameName(attribute, 'members'))
          ? crash('unsupported lookup for members')
          : good.matcher(filter, model, call),
    }),
  },
  {
    id: 'filter-duplicate-results',
    title: 'Lists a user once per e-mail address when there is a filter',
    links: reports(
      'wso2/product-is#3563',
      'wso2/product-is#4181',
      'wso2-extensions/identity-inbound-provisioning-scim2#133',
      'wso2-extensions/identity-inbound-provisioning-scim2#134',
    ),
    alter: (good) => ({
      find: (query, models, call) =>
        good.find(query, models, call).flatMap((found) => {
          const { emails } = found.resource;
          return query.filter && Array.isArray(emails) && emails.length > 1 ? emails.map(() => found) : [found];
        }),
    }),
  },
  {
    id: 'filter-unsupported-returns-all',
    title: 'Lists everybody when it cannot read a filter',
    links: reports(
      'eneo-ai/eneo#443',
      'NorthlandPositronics/Cogtrix#124',
      'wso2/product-is#5090',
      'Metatavu/keycloak-scim-server#46',
    ),
    alter: (good) => ({
      parseFilter: (text, models, call) => {
        try {
          return good.parseFilter(text, models, call);
        } catch {
          return undefined;
        }
      },
    }),
  },
  {
    id: 'filter-unsupported-operator-500',
    title: 'Fails with 500 on operators it does not know, ne among them',
    links: reports('wso2/product-is#11182', 'AzureAD/SCIMReferenceCode#44', 'wso2/product-is#7367'),
    alter: (good) => ({
      parseFilter: (text, models, call) => {
        const unknown = text.replace(QUOTED, '""').match(/(?:^|\s)[\w.]+ (?!(?:eq|co|sw|ew|pr|gt|ge|lt|le)\b)[a-z]+ /i);
        const filter = unknown ? crash('unknown operator') : good.parseFilter(text, models, call);
        return filter && hasOperator(filter, 'ne') ? crash('unknown operator') : filter;
      },
    }),
  },
  {
    id: 'filter-no-match-404',
    title: 'Answers 404 when a filter finds nobody',
    links: reports('jelhub/scimgateway#18', 'wso2/product-is#10611', 'GluuFederation/oxTrust#908'),
    alter: (good) => ({
      listResponse: (page, query, call) => {
        if (query.filter && page.totalResults === 0) {
          throw refusal(404, 'No such resource.');
        }
        return good.listResponse(page, query, call);
      },
    }),
  },
  {
    id: 'filter-compound-truncated',
    title: 'Evaluates only the first comparison of a filter',
    links: reports('NorthlandPositronics/Cogtrix#124', 'wso2/product-is#11807'),
    alter: (good) => ({
      parseFilter: (text, models, call) => {
        const filter = good.parseFilter(text, models, call);
        return filter && firstTerm(filter);
      },
    }),
  },
  {
    id: 'filter-operator-keyword-case',
    title: 'Knows and and or in lower case only: what stands behind AND or OR is not considered',
    links: reports('wso2/product-is#11807', 'open-webui/open-webui#18039'),
    alter: misread((text) => {
      const at = text.replace(QUOTED, (literal) => '_'.repeat(literal.length)).search(/ (AND|OR) /);
      return at < 0 ? text : text.slice(0, at);
    }),
  },
  {
    id: 'filter-value-keyword-or-and',
    title: 'Splits filters at and and or inside quoted values too',
    links: reports('wso2/product-is#12759'),
    alter: confusedBy(/\b(and|or)\b/i),
  },
  {
    id: 'filter-value-with-spaces',
    title: 'Refuses filters with blanks in a quoted value',
    links: reports('audriga/scim-server-php#1'),
    alter: confusedBy(/ /),
  },
  {
    id: 'group-list-ignores-filter',
    title: 'Lists all groups whatever the filter says',
    links: reports('Metatavu/keycloak-scim-server#46'),
    alter: (good) => ({
      find: ({ filter, ...query }, models, call) =>
        good.find(models.every(isGroup) || filter === undefined ? query : { ...query, filter }, models, call),
    }),
  },
];
