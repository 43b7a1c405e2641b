import { asList } from '../scim/json.ts';
import { broken } from './broken.ts';
import { defineCheck } from './check.ts';
import { attributesIn } from './resources.ts';

/** RFC 4648 §4 and §5, with or without padding; lines may be broken. */
const BASE64 = /^[A-Za-z0-9+/_\s-]*={0,2}\s*$/;

export const binaryValues = defineCheck({
  name: 'binary-values',
  title: 'Binary values are written in base64',
  level: 'MUST',
  cites: ['RFC7643-2.3.6-01'],
  why: 'A certificate in another form is none to whoever decodes it.',
  judge(answer, context) {
    const found = attributesIn(answer, context).filter(({ attribute }) => attribute.type === 'binary');
    if (found.length === 0) return undefined;
    return found.flatMap(({ path, value }) =>
      asList(value).some((one) => typeof one === 'string' && !BASE64.test(one))
        ? [broken(path, `${path} is not base64`, { actual: value })]
        : [],
    );
  },
});
