import { isObject } from '../scim/json.ts';
import type { ResourceModel } from '../scim/schema.ts';
import { type Rule, violations } from '../scim/validate.ts';
import { type Mismatch, mismatch, place, sentence } from './mismatch.ts';
import { should } from './phrase.ts';
import { plain } from './print.ts';
import type { Reason } from './reason.ts';
import { modelNamed } from './reference.ts';

const SHOWN = 10;

/** Undeclared attributes and another spelling of names are legal (RFC 7643 §2.1), however unwelcome. */
const LEGAL: ReadonlySet<Rule> = new Set(['unknown', 'spelling']);

/** The value is a resource that keeps to the target's schemas for this resource type; one reason per violation, ten at most. */
export function conformsTo(typeName: string, what: Mismatch): Reason[] {
  if (!isObject(what.actual)) return [mismatch(what, should({ op: 'schema', value: typeName }))];
  const model = modelNamed(typeName, what.context.models);
  if (model === undefined) {
    const name = place(what.path, what.context);
    return [sentence(what, `${name} cannot be judged: the target has no resource type ${plain(typeName)}`)];
  }
  const rule = `the schemas of the target for ${plain(model.type.name)}`;
  return violations(what.actual, withOptionalExtensions(model), 'response')
    .filter((violation) => !LEGAL.has(violation.rule))
    .slice(0, SHOWN)
    .map(({ path, message }) => ({
      message: plain(message, 300),
      path: what.path === '' ? path : `${what.path}.${path}`,
      rule,
      at: what.at,
    }));
}

/** Many servers flag an extension as required because an example of RFC 7643 §8.6 does, and do not mean it. */
const withOptionalExtensions = (model: ResourceModel): ResourceModel => ({
  ...model,
  type: {
    ...model.type,
    schemaExtensions: model.type.schemaExtensions.map((extension) => ({ ...extension, required: false })),
  },
});
