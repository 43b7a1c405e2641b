/** What the target has published itself, and what we only assume of it because it has not. */
import type { ResourceModel } from '../scim/schema.ts';
import { MODELS } from '../scim/schemas.ts';

/** The resource type is the target's own, so its extensions are all there are. */
export const isTypePublished = ({ type }: ResourceModel): boolean => !MODELS.some((model) => model.type === type);

/** The core schema is the target's own, so its attributes are all there are. */
export const isSchemaPublished = ({ core }: ResourceModel): boolean => !MODELS.some((model) => model.core === core);
