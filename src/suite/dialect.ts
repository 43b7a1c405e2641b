/** YAML → Dialect: how one identity provider writes its requests. */
import type { Json } from '../scim/json.ts';
import { keyPosition, type Problems } from './diagnostics.ts';
import type { Dialect, Evidence, Operation, OperationForm } from './model.ts';
import { toProvisioning } from './provisioning.ts';
import {
  childOf,
  entriesOf,
  itemsOf,
  positionOf,
  type Source,
  type SourceEntry,
  textOf,
  textsOf,
  toJson,
} from './source.ts';
import { toRequestOrPages } from './step.ts';

const EVIDENCE: readonly Evidence[] = ['documented', 'captured', 'code', 'reported', 'assumed'];

/** `wrongParts` are the parts whose shape is wrong (`operations/create-user`): they are left out, because they have been reported. */
export const toDialect = (source: Source, wrongParts: readonly string[], problems: Problems): Dialect => {
  const about = textOf(childOf(source, 'about'));
  const modes = Object.fromEntries(entriesOf(childOf(source, 'modes')).map((entry) => [entry.key, toMode(entry)]));
  const query = childOf(source, 'query');
  const readable = !wrongParts.some((part) => part === 'provisioning' || part.startsWith('provisioning/'));
  const provisioning = readable ? toProvisioning(source, Object.keys(modes), problems) : undefined;
  return {
    name: textOf(childOf(source, 'dialect')) ?? '',
    title: textOf(childOf(source, 'title')) ?? '',
    ...(about === undefined ? {} : { about }),
    file: source.file.name,
    modes,
    features: Object.fromEntries(
      entriesOf(childOf(source, 'features')).map(({ key, value }) => [key, textOf(value) ?? key]),
    ),
    headers: toHeaders(childOf(source, 'headers')),
    bodyHeaders: toHeaders(childOf(source, 'body-headers')),
    query: {
      space: textOf(childOf(query, 'space')) === '+' ? '+' : '%20',
      keep: textOf(childOf(query, 'keep')) ?? '',
      trailing: textOf(childOf(query, 'trailing')) ?? '',
    },
    operations: Object.fromEntries(
      entriesOf(childOf(source, 'operations'))
        .filter(({ key }) => !wrongParts.includes(`operations/${key}`))
        .map((entry) => [entry.key, toOperation(entry, Object.keys(modes), problems)]),
    ),
    ...(provisioning === undefined ? {} : { provisioning }),
  };
};

const toMode = ({ key, value }: SourceEntry): Dialect['modes'][string] => ({
  title: textOf(childOf(value, 'title')) ?? key,
  let: toRecord(childOf(value, 'let')),
});

const toRecord = (source: Source | undefined): Readonly<Record<string, Json>> =>
  Object.fromEntries(entriesOf(source).map(({ key, value }) => [key, toJson(value)]));

const toHeaders = (source: Source | undefined): Dialect['headers'] =>
  entriesOf(source).map(({ key, value }) => [key, String(toJson(value))] as const);

const toOperation = (entry: SourceEntry, modes: readonly string[], problems: Problems): Operation => {
  const own = childOf(entry.value, 'modes');
  const shared = own === undefined ? toForm(entry.value, problems) : undefined;
  const forms =
    shared === undefined
      ? entriesOf(own).map(({ key, value }) => [key, toForm(value, problems)] as const)
      : modes.map((mode) => [mode, shared] as const);
  return {
    name: entry.key,
    title: textOf(childOf(entry.value, 'title')) ?? entry.key,
    parameters: Object.fromEntries(
      entriesOf(childOf(entry.value, 'parameters')).map(({ key, value }) => [key, toParameter(value)]),
    ),
    forms: Object.fromEntries(forms),
    at: keyPosition(entry),
  };
};

const toParameter = (source: Source): Operation['parameters'][string] => {
  const about = textOf(childOf(source, 'about')) ?? textOf(source);
  const fallback = childOf(source, 'default');
  const optional = childOf(source, 'optional');
  return {
    optional: fallback !== undefined || (optional?.kind === 'scalar' && optional.value === true),
    ...(about === undefined ? {} : { about }),
    ...(fallback === undefined ? {} : { default: toJson(fallback) }),
  };
};

const toForm = (source: Source, problems: Problems): OperationForm => {
  const note = textOf(childOf(source, 'note'));
  const mark = textOf(childOf(source, 'evidence'));
  return {
    evidence: EVIDENCE.find((evidence) => evidence === mark) ?? 'assumed',
    sources: textsOf(childOf(source, 'sources')),
    ...(note === undefined ? {} : { note }),
    requests: itemsOf(childOf(source, 'requests')).flatMap((request) => toRequestOrPages(request, problems) ?? []),
    at: positionOf(source),
  };
};
