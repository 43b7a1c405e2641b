/** What a legal variation is, and the few things that many of them need. */
import { sameName } from '../../scim/attribute.ts';
import { isObject, type Json, type JsonObject } from '../../scim/json.ts';
import type { Attribute, ResourceModel } from '../../scim/schema.ts';
import type { Answer, Behaviour, Call, Found, Selection } from '../behaviour.ts';
import type { Capabilities } from '../options.ts';

/**
 * Another way to be a service provider: the opposite of a fault. What it changes can be seen on the wire, and no client
 * may mind.
 */
export interface Variation {
  /** Kebab case. */
  readonly id: string;
  /** What this server does, as a sentence in the present tense. */
  readonly title: string;
  /** The requirements (suites/requirements.json) that say what is asked here, and so leave this open. */
  readonly allowedBy: readonly string[];
  /** What they leave open, in our words. */
  readonly because: string;
  /**
   * The RFCs contradict themselves here, or only recommend the other way: a tester may warn, and say no more than that.
   * Absent: nobody has anything to say.
   */
  readonly disputed?: true;
  readonly capabilities?: Partial<Capabilities>;
  /** The resource types it serves instead. */
  readonly models?: (models: readonly ResourceModel[]) => readonly ResourceModel[];
  /** What it does otherwise. Called once per server, so that it may remember things. */
  readonly alter?: (good: Behaviour) => Partial<Behaviour>;
}

/** Whether a top-level attribute, or an extension by its URN, may stand in an answer to this selection. */
export const isWanted = (name: string, { attributes, excludedAttributes }: Selection): boolean =>
  attributes === undefined
    ? excludedAttributes?.some((one) => sameName(one, name)) !== true
    : attributes.some((one) => sameName(one, name));

/** Shows every resource of these types otherwise; what is stored stays as it is. */
export const showing =
  (
    type: 'User' | 'Group' | 'any',
    change: (shown: JsonObject, found: Found, selection: Selection, call: Call) => JsonObject,
  ) =>
  (good: Behaviour): Partial<Behaviour> => ({
    project(found, selection, call) {
      const shown = good.project(found, selection, call);
      return type === 'any' || found.model.type.name === type ? change(shown, found, selection, call) : shown;
    },
  });

/** The last word on every answer that has headers or a body of JSON. */
export const answering =
  (change: (answer: Answer, call: Call) => Answer) =>
  (good: Behaviour): Partial<Behaviour> => ({ respond: (answer, call) => good.respond(change(answer, call), call) });

/** The models with the core schema of one type changed. */
export const withCore =
  (type: 'User' | 'Group', change: (attributes: readonly Attribute[]) => readonly Attribute[]) =>
  (models: readonly ResourceModel[]): readonly ResourceModel[] =>
    models.map((model) =>
      model.type.name === type
        ? { ...model, core: { ...model.core, attributes: change(model.core.attributes) } }
        : model,
    );

/** The attributes with those of one name changed. */
export const changed =
  (name: string, change: (attribute: Attribute) => Attribute) =>
  (attributes: readonly Attribute[]): readonly Attribute[] =>
    attributes.map((attribute) => (sameName(attribute.name, name) ? change(attribute) : attribute));

/** The attribute with only these sub-attributes. */
export const onlyParts =
  (...names: readonly string[]) =>
  (attribute: Attribute): Attribute => ({
    ...attribute,
    subAttributes: (attribute.subAttributes ?? []).filter(({ name }) => names.includes(name)),
  });

/** What is stored, changed by the server before it is stored. */
export const storing =
  (change: (resource: JsonObject, model: ResourceModel, call: Call) => JsonObject) =>
  (good: Behaviour): Partial<Behaviour> => ({
    insert: (incoming, model, call) => good.insert(change(incoming, model, call), model, call),
    update: (call, model, id, apply) => good.update(call, model, id, (current) => change(apply(current), model, call)),
  });

/** The objects in one list of a resource changed. */
export const eachIn = (
  resource: JsonObject,
  name: string,
  change: (element: JsonObject, index: number, all: Json[]) => JsonObject,
): JsonObject => {
  const elements = resource[name];
  if (!Array.isArray(elements)) return resource;
  return {
    ...resource,
    [name]: elements.map((element, index) => (isObject(element) ? change(element, index, elements) : element)),
  };
};
