/** Faults of error answers. */
import { ScimError } from '../../scim/error.ts';
import { isObject, type JsonObject } from '../../scim/json.ts';
import type { Answer, Behaviour } from '../behaviour.ts';
import { refusal } from '../errors.ts';
import { crash, type Fault, isUser, reports, without } from './fault.ts';

/** Changes the body of errors with these statuses. */
const errorBodies =
  (statuses: readonly number[], change: (body: JsonObject) => JsonObject) =>
  (good: Behaviour): Partial<Behaviour> => ({
    errorAnswer: (error, call): Answer => {
      const answer = good.errorAnswer(error, call);
      return statuses.includes(answer.status) && isObject(answer.body)
        ? { ...answer, body: change(answer.body) }
        : answer;
    },
  });

export const ERROR_FAULTS: readonly Fault[] = [
  {
    id: 'post-duplicate-400-or-500',
    title: 'Answers 500 to a POST whose userName somebody has',
    links: reports(
      'FusionAuth/fusionauth-issues#1776',
      'imulab/go-scim#65',
      'GluuFederation/scim#87',
      'GluuFederation/oxTrust#401',
      'wso2-extensions/identity-inbound-provisioning-scim2#702',
      'BerriAI/litellm#11862',
      'simstudioai/sim#7567',
    ),
    alter: (good) => ({
      checkUnique: (resource, model, call, self) => {
        try {
          good.checkUnique(resource, model, call, self);
        } catch (conflict) {
          throw self === undefined && isUser(model) ? new Error('unique constraint') : conflict;
        }
      },
    }),
  },
  {
    id: 'put-patch-duplicate-username-500',
    title: 'Answers 500 to a PUT or PATCH that gives a user the name of another',
    links: reports('GluuFederation/scim#87', 'simstudioai/sim#7567'),
    alter: (good) => ({
      checkUnique: (resource, model, call, self) => {
        try {
          good.checkUnique(resource, model, call, self);
        } catch (conflict) {
          throw self !== undefined && isUser(model) ? new Error('unique constraint') : conflict;
        }
      },
    }),
  },
  {
    id: 'post-409-missing-scimtype-status',
    title: 'Leaves scimType and status out of the error for a duplicate',
    links: reports('getsentry/sentry#117860', 'getsentry/sentry#117870'),
    alter: errorBodies([409], (body) => without(body, 'scimType', 'status')),
  },
  {
    id: 'error-invalid-scimtype',
    title: 'Invents the scimType schemaViolated for values that a schema does not allow',
    links: reports('simpleidserver/SimpleIdServer#275', 'wso2/product-is#7367', 'wso2/product-is#7697'),
    alter: errorBodies([400], (body) =>
      body.scimType === 'invalidValue' ? { ...body, scimType: 'schemaViolated' } : body,
    ),
  },
  {
    id: 'error-missing-schema-status',
    title: 'Answers 404 with an error of its own making',
    links: reports('getsentry/sentry#45484', 'getsentry/sentry#117870', 'PennState/SCIMple-Identity#72'),
    alter: errorBodies([404], ({ detail }) => ({ errorMessage: [detail ?? null], link: null })),
  },
  {
    id: 'error-schemas-string-not-array',
    title: 'Writes the schemas of an error as a string',
    links: reports('wso2/product-is#3572'),
    alter: errorBodies([400, 404, 409], (body) => ({
      ...body,
      schemas: 'urn:ietf:params:scim:api:messages:2.0:Error',
    })),
  },
  {
    id: 'error-missing-required-422',
    title: 'Answers 422 when a required attribute is missing',
    links: reports('vouch-sh/vouch#1412'),
    alter: (good) => ({
      prepare: (body, model, call) => {
        try {
          return good.prepare(body, model, call);
        } catch (problem) {
          const isMissing = problem instanceof ScimError && problem.message.includes('is required');
          throw isMissing ? refusal(422, problem.message) : problem;
        }
      },
    }),
  },
  {
    id: 'error-delete-500-but-deleted',
    title: 'Answers 500 to a DELETE that it has carried out',
    links: reports('wso2/product-is#7296', 'getprobo/probo#1277'),
    alter: (good) => ({
      remove: async (call, model, id) => {
        await good.remove(call, model, id);
        return crash('foreign key constraint');
      },
    }),
  },
  {
    id: 'search-post-optional-params-crash',
    title: 'Fails with 500 on a .search without count',
    links: reports('wso2/product-is#9303', 'wso2/product-is#9859'),
    alter: (good) => ({
      search: (call, models) =>
        isObject(call.body) && call.body.count === undefined ? crash('index out of bounds') : good.search(call, models),
    }),
  },
  {
    id: 'error-repeats-request',
    title: 'Repeats in the error to a POST all that was sent, the password with it',
    links: [],
    alter: (good) => ({
      create: async (call, model) => {
        try {
          return await good.create(call, model);
        } catch (error) {
          if (!(error instanceof ScimError)) throw error;
          throw refusal(error.status, `${error.message} ${JSON.stringify(call.body)}`, error.scimType);
        }
      },
    }),
  },
  {
    id: 'sort-order-parse-404',
    title: 'Answers 404 to sortOrder=ascending and sortOrder=descending, because it only knows them in capitals',
    links: reports('apache/directory-scimple#485', 'PennState/SCIMple-Identity#73'),
    alter: (good) => ({
      readQuery: (call, models) => {
        if (/^[a-z]+$/.test(call.query.get('sortOrder') ?? '')) {
          throw refusal(404, 'No enum constant.');
        }
        return good.readQuery(call, models);
      },
    }),
  },
];
