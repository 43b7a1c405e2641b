/** Where each attribute that is sent comes from. */
import jsonata from 'jsonata';
import { isReject, type PersonRecord } from '../directory/record.ts';
import type { Json, JsonObject } from '../scim/json.ts';
import type { MappingExpression, Provisioning } from '../suite/model.ts';
import type { ExplainedAttribute, Explanation } from './events.ts';
import { createMapper, printExpression } from './mapping.ts';
import { type ExplainOptions, ProvisionProblem } from './options.ts';
import { pathsOf, printPath, requestOf } from './paths.ts';
import { habitsFor, makesUsers, modeOf } from './session.ts';
import { readState } from './state.ts';

/** @throws ProvisionProblem when nobody in the directory has that id or userName */
export const explain = async (options: ExplainOptions): Promise<Explanation> => {
  const { dialect } = options;
  const mode = modeOf(dialect, options.mode);
  const habits = habitsFor(dialect, mode, options.mapping);
  makesUsers(dialect, habits);
  const person = await findPerson(options);
  const record = { ...person.attributes, id: person.id };
  const { params, refs = {} } = await createMapper(habits.mapping.user).map(record);
  const known = options.state === undefined ? {} : targetIds(options.state, refs);
  const operation = habits.users?.create[0]?.operation ?? '';
  const values = { ...params, ...withoutReferences(known, habits) };
  const paths = pathsOf(dialect, mode, operation, values);
  const request = requestOf(dialect, mode, operation, values);
  return {
    id: person.id,
    name: typeof params.userName === 'string' ? params.userName : String(person.attributes.userName ?? person.id),
    at: person.at,
    attributes: Object.entries(habits.mapping.user).map(([parameter, expression]): ExplainedAttribute => {
      const reference = habits.users?.references[parameter];
      const value = params[parameter] ?? known[parameter] ?? refs[parameter];
      return {
        parameter,
        expression: printExpression(expression),
        from: options.mapping?.user?.[parameter] === undefined ? 'dialect' : 'config',
        columns: columnsOf(expression, record),
        ...(value !== undefined && { value }),
        paths: (paths.get(parameter) ?? []).map(printPath),
        ...(reference !== undefined && { operation: reference.set }),
      };
    }),
    ...(request && {
      request: {
        method: request.method,
        target: request.target,
        ...(request.body !== undefined && { body: JSON.parse(request.body) as Json }),
      },
    }),
  };
};

const withoutReferences = (known: JsonObject, { users }: Provisioning): JsonObject =>
  Object.fromEntries(Object.entries(known).filter(([name]) => !Object.hasOwn(users?.references ?? {}, name)));

const findPerson = async ({ directory, person }: ExplainOptions): Promise<PersonRecord> => {
  const wanted = person.toLowerCase();
  let byName: PersonRecord | undefined;
  for await (const entry of directory.people()) {
    if (isReject(entry)) continue;
    if (entry.id === person) return entry;
    const { userName } = entry.attributes;
    if (byName === undefined && typeof userName === 'string' && userName.toLowerCase() === wanted) byName = entry;
  }
  if (byName !== undefined) return byName;
  throw new ProvisionProblem(
    `nobody in the directory has the id or the userName ${JSON.stringify(person)}`,
    'Give the id, or the userName, as it stands in the directory.',
  );
};

const targetIds = (file: string, refs: Readonly<Record<string, string>>): JsonObject => {
  const { database } = readState(file);
  try {
    const find = database.prepare("SELECT target_id FROM link WHERE resource = 'user' AND id = ?");
    return Object.fromEntries(
      Object.entries(refs).flatMap(([name, id]): [string, Json][] => {
        const found = find.get(id)?.target_id;
        return typeof found === 'string' ? [[name, found]] : [];
      }),
    );
  } finally {
    database.close();
  }
};

/** The columns an expression names, with their values in the record. */
const columnsOf = (expression: MappingExpression, record: JsonObject): Readonly<Record<string, Json>> => {
  const names = expression.kind === 'jsonata' ? namesIn(jsonata(expression.text).ast()) : [expression.column];
  return Object.fromEntries(
    [...new Set(names)].flatMap((name): [string, Json][] => {
      const value = Object.hasOwn(record, name) ? record[name] : undefined;
      return value === undefined ? [] : [[name, value]];
    }),
  );
};

/** Every name in a JSONata expression that could be one of a column. */
const namesIn = (node: unknown): string[] => {
  if (Array.isArray(node)) return node.flatMap(namesIn);
  if (typeof node !== 'object' || node === null) return [];
  const own =
    'type' in node && node.type === 'name' && 'value' in node && typeof node.value === 'string' ? [node.value] : [];
  return [...own, ...Object.values(node).flatMap(namesIn)];
};
