import { isUnassigned } from '../scim/json.ts';
import { broken } from './broken.ts';
import { defineCheck } from './check.ts';
import { isSchemaPublished } from './published.ts';
import { resourcesIn } from './resources.ts';

export const returnedOnRequest = defineCheck({
  name: 'returned-on-request',
  title: 'An attribute that is returned on request is not read or listed unasked',
  level: 'SHOULD',
  cites: ['RFC7643-7-22'],
  why: 'What is kept back is large or private; a client that trusts the schema asks for it a second time.',
  judge(answer, context) {
    // A write may show what it wrote.
    if (answer.method !== 'GET' && answer.target.kind !== 'search') return undefined;
    const resources = resourcesIn(answer, context).filter(
      ({ model, projected }) => !projected && model !== undefined && isSchemaPublished(model),
    );
    if (resources.length === 0) return undefined;
    return resources.flatMap((resource) =>
      resource
        .attributes()
        .filter(({ attribute, value }) => attribute.returned === 'request' && !isUnassigned(value))
        .map(({ path, value }) =>
          broken(path, `${path} is returned on request and was not asked for`, { actual: value }),
        ),
    );
  },
});
