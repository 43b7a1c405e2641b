import type { Attribute, ResourceModel } from '../scim/schema.ts';
import { type Answer, isList } from './answer.ts';
import { broken } from './broken.ts';
import { type CheckContext, defineCheck } from './check.ts';

/** What is an integer wherever it stands. */
const IN_LISTS = ['totalResults', 'startIndex', 'itemsPerPage'];
const IN_DISCOVERY = ['maxOperations', 'maxPayloadSize', 'maxResults', 'defaultPageSize', 'maxPageSize'];

/** `"startIndex": 1.0`, as no parser shows it any more. */
const NUMBER = /"(\w+)"\s*:\s*-?\d+(?:\.\d+(?:[eE][+-]?\d+)?|[eE][+-]?\d+)(?=\s*[,}])/g;

export const integers = defineCheck({
  name: 'integers',
  title: 'Whole numbers are written without a fraction and without an exponent',
  level: 'MUST',
  cites: ['RFC7643-2.3.4-01'],
  why: 'Where numbers are typed, 1.0 is none that a count can be read from, and the answer is lost.',
  judge(answer, context) {
    const { body, response } = answer;
    if (body === undefined || response.status >= 400) return undefined;
    const numbers = [...response.text.matchAll(NUMBER)];
    if (numbers.length === 0) return [];
    const names = namesIn(answer, context);
    const written = numbers.flatMap(([text, name = '']) => (names.has(name.toLowerCase()) ? [{ name, text }] : []));
    return written.map(({ name, text }) =>
      broken(name, `${name} is written with a fraction or an exponent`, { actual: text }),
    );
  },
});

/** Names of integers in this answer, in lower case: where another attribute of the name is none, nobody knows which it is. */
function namesIn(answer: Answer, { models }: CheckContext): Set<string> {
  const declared = models.flatMap(definitionsIn);
  const others = new Set(declared.filter(({ type }) => type !== 'integer').map(({ name }) => name.toLowerCase()));
  const own = declared.filter(({ type }) => type === 'integer').map(({ name }) => name);
  const usual = answer.target.kind === 'discovery' ? IN_DISCOVERY : isList(answer) ? IN_LISTS : [];
  const names = [...usual, ...own].map((name) => name.toLowerCase());
  return new Set(names.filter((name) => !others.has(name)));
}

const definitionsIn = ({ core, extensions }: ResourceModel): Attribute[] =>
  [core, ...extensions]
    .flatMap(({ attributes }) => attributes)
    .flatMap((attribute) => [attribute, ...(attribute.subAttributes ?? [])]);
