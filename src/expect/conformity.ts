import { isObject } from '../scim/json.ts';
import { type Mismatch, mismatch, place, sentence } from './mismatch.ts';
import { should } from './phrase.ts';
import { plain } from './print.ts';
import type { Reason } from './reason.ts';
import { modelNamed } from './reference.ts';

/** The value is a resource that keeps to the target's schemas for this resource type; one reason per violation, ten at most. */
export function conformsTo(typeName: string, what: Mismatch): Reason[] {
  const name = place(what.path, what.context);
  if (!isObject(what.actual)) return [mismatch(what, should({ op: 'schema', value: typeName }))];
  const model = modelNamed(typeName, what.context.models);
  if (model === undefined)
    return [sentence(what, `${name} cannot be judged: the target has no resource type ${plain(typeName)}`)];
  return [];
}
