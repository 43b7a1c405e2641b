import type { Reason } from '../../expect/reason.ts';
import { sameName } from '../../scim/attribute.ts';
import { differences } from '../../scim/equality.ts';
import { isObject } from '../../scim/json.ts';
import { type Locator, parseLocator } from '../../scim/path.ts';
import { answered } from '../../speak/answer.ts';
import { untilHolds } from '../../speak/eventually.ts';
import type { StepOutcome } from '../../speak/outcome.ts';
import type { UnchangedStep } from '../../suite/model.ts';
import { get } from '../discovery.ts';
import type { CasePlace, GivenResource } from '../stage.ts';

/** A server may count a read or a renewed index as a change of these. */
const ALWAYS: readonly Locator[] = [parseLocator('meta.lastModified'), parseLocator('meta.version')];

/** RFC 7643 §4.1.1: the whole name should agree with its parts, so a server may write it anew with each of them. */
const WHOLE_NAME = parseLocator('name.formatted');

/** What may follow from the changes that were asked for. */
const following = (except: readonly Locator[]): Locator[] =>
  except.some(({ segments: [first] }) => first !== undefined && sameName(first.name, 'name')) ? [WHOLE_NAME] : [];

type Watched = UnchangedStep['resources'][number];

const compareOnce = async (given: GivenResource, watched: Watched, place: CasePlace): Promise<Reason[]> => {
  const exchange = await place.stage.send(get(given.url), place.label);
  const { response } = exchange;
  const found = { at: watched.at, exchange: exchange.number };
  if (response?.status !== 200 || !isObject(response.body)) {
    const message = `${watched.name} can no longer be read: GET ${given.url} ${answered(exchange)}`;
    return [{ message, path: watched.name, ...found }];
  }
  const model = place.stage.target.models.find(({ type }) => type.name === given.resourceType);
  if (given.before === undefined || model === undefined) return [];
  return differences(given.before, response.body, model, [
    ...ALWAYS,
    ...watched.except,
    ...following(watched.except),
  ]).map(
    ({ path, before, after }): Reason => ({
      message: `${path} of ${watched.name} changed although nothing was asked of it`,
      path: `${watched.name}.${path}`,
      ...(before === undefined ? {} : { expected: before }),
      ...(after === undefined ? {} : { actual: after }),
      ...found,
    }),
  );
};

/** Reads given resources again and compares them with what they were before the steps. */
export const runUnchanged = async (step: UnchangedStep, place: CasePlace): Promise<StepOutcome> => {
  const reasons: Reason[] = [];
  for (const watched of step.resources) {
    for (const given of place.stage.givens.get(watched.name) ?? []) {
      const found = await untilHolds(
        () => compareOnce(given, watched, place),
        (differing) => differing.length === 0,
        place.stage.lagMs,
        place.stage.signal,
      );
      reasons.push(...found);
    }
  }
  return { reasons, stop: false };
};
