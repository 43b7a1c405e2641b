/** Every request of a run is an instance of an operation in the dialect file, and of nothing else. */
import { expect, it } from 'vitest';
import { isObject, type Json } from '../scim/json.ts';
import type { Dialect, RequestTemplate } from '../suite/model.ts';
import type { Exchange } from '../wire/exchange.ts';
import { company } from './company.testing.ts';
import { apply, dialect, planFor, world } from './world.testing.ts';

const literally = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** A text in which `${…}` stands for anything. */
const asPattern = (template: string): RegExp =>
  new RegExp(
    `^${template
      .split(/\$\{[^}]*\}/)
      .map(literally)
      .join('[\\s\\S]*')}$`,
  );

const CONSTRUCTS = ['for-each', 'merge', 'without', 'repeat', 'text-of-length'];

/** Whether a value can have been made from a template. */
const isMadeFrom = (value: Json, template: Json): boolean => {
  if (typeof template === 'string' && template.includes('${')) {
    return /^\$\{[^}]*\}$/.test(template) || (typeof value === 'string' && asPattern(template).test(value));
  }
  if (isObject(template) && CONSTRUCTS.some((name) => Object.hasOwn(template, name))) {
    return typeof value === 'object';
  }
  if (Array.isArray(template)) {
    return Array.isArray(value) && value.every((item) => template.some((one) => isMadeFrom(item, elementOf(one))));
  }
  if (isObject(template)) {
    return (
      isObject(value) &&
      Object.entries(value).every(
        ([name, member]) => Object.hasOwn(template, name) && isMadeFrom(member, template[name] ?? null),
      )
    );
  }
  return value === template;
};

/** What a series in a list makes. */
const elementOf = (template: Json): Json =>
  isObject(template) && Object.hasOwn(template, 'for-each') ? (template.make ?? '${item}') : template;

const PAGING = ['startIndex', 'count'];

const isInstance = (
  exchange: Pick<Exchange, 'request'>,
  { kind, request: template }: { readonly kind: string; readonly request: RequestTemplate },
  { headers, bodyHeaders }: Dialect,
  base: string,
): boolean => {
  const { method, url, headers: sent, body } = exchange.request;
  const { pathname, searchParams } = new URL(url);
  const named = (list: readonly (readonly [string, unknown])[]): string[] => list.map(([name]) => name);
  const expected = [...named(headers), ...(body === undefined ? [] : named(bodyHeaders)), 'Authorization'];
  return (
    method === template.method &&
    asPattern(template.path.replace(/\?$/, '')).test(
      decodeURIComponent(pathname.slice(new URL(base).pathname.length)),
    ) &&
    [...searchParams.keys()].every((name) => (kind === 'pages' ? PAGING : named(template.query)).includes(name)) &&
    template.query.every(([name, value]) =>
      isMadeFrom(searchParams.get(name) ?? '', typeof value === 'number' ? String(value) : value),
    ) &&
    JSON.stringify(named(sent)) === JSON.stringify(expected) &&
    (body === undefined) === (template.body === undefined) &&
    (body === undefined || isMadeFrom(JSON.parse(body), template.body ?? null))
  );
};

it.each([
  ['okta', 'aiw'],
  ['okta', 'oin'],
  ['entra', 'default'],
  ['entra', 'flagged'],
  ['jumpcloud', 'patch'],
  ['jumpcloud', 'put'],
  ['authentik', 'default'],
  ['authentik', 'aws'],
  ['authentik', 'webex'],
  ['authentik', 'vcenter'],
  ['pocket-id', 'default'],
  ['keycloak', 'put'],
  ['keycloak', 'patch'],
  ['onelogin', 'template'],
  ['pingone', 'put'],
  ['pingone', 'patch'],
])('%s:%s sends nothing but the operations of its dialect', async (idp, mode) => {
  const place = await world({ capabilities: { createOnReplace: true } });
  const speaks = await dialect(idp);
  const before = company(18);
  const after = {
    people: before.people.slice(3).map((person) => ({ ...person, title: 'Changed', active: person.id !== 'p5' })),
    groups: [
      { id: 'g1', displayName: 'Renamed' },
      { id: 'g2', displayName: 'Group 2' },
    ],
    memberships: before.memberships.filter(([group, member]) => group === 'g1' && member !== 'p4'),
  };
  const extra = { idp, mode, allowShrink: true };
  const runs = [
    await planFor(place, before, extra),
    await apply(place, before, extra),
    await apply(place, after, extra),
    await apply(place, before, extra),
  ];
  const events = runs.flatMap((run) => run.events);
  const sent = events.flatMap((event) => (event.type === 'sent' ? [event] : []));
  // What the events tell is what went over the wire.
  expect(sent.map(({ exchange }) => exchange.request.method).toSorted()).toEqual(
    place.requests.map(({ method }) => method).toSorted(),
  );
  expect(sent.length).toBeGreaterThan(30);
  const strangers = sent.filter(({ operation, exchange }) => {
    const requests = speaks.operations[operation]?.forms[mode]?.requests ?? [];
    return !requests.some((request) => isInstance(exchange, request, speaks, place.url));
  });
  expect(strangers.map(({ operation, exchange }) => [operation, exchange.request])).toEqual([]);
});

/** The operations of a bulk request, as if each had been sent by itself. */
const packedIn = (body: string, { headers, bodyHeaders }: Dialect, base: string): Pick<Exchange, 'request'>[] => {
  const operations: { method: string; path: string; data?: Json }[] = JSON.parse(body).Operations;
  const named = (list: readonly (readonly [string, unknown])[]) => list.map(([name]) => [name, ''] as const);
  return operations.map(({ method, path, data }) => ({
    request: {
      ...{ method, url: base + path },
      headers: [...named(headers), ...(data === undefined ? [] : named(bodyHeaders)), ['Authorization', '']],
      ...(data !== undefined && { body: JSON.stringify(data) }),
    },
  }));
};

it.each([
  ['okta', 'aiw'],
  ['entra', 'default'],
  ['jumpcloud', 'patch'],
  ['authentik', 'default'],
])('%s:%s packs nothing but the operations of its dialect into bulk requests', async (idp, mode) => {
  const place = await world();
  const speaks = await dialect(idp);
  const before = company(18);
  const after = {
    ...before,
    people: before.people.slice(3).map((person) => ({ ...person, title: 'Changed', active: person.id !== 'p5' })),
    memberships: before.memberships.slice(5),
  };
  for (const people of [before, after]) await apply(place, people, { idp, mode, allowShrink: true, bulk: true });
  const packed = place.requests.flatMap(({ path, body }) =>
    path === '/Bulk' ? packedIn(body, speaks, place.url) : [],
  );
  expect(packed.length).toBeGreaterThan(25);
  const known = Object.values(speaks.operations).flatMap(({ forms }) => forms[mode]?.requests ?? []);
  const strangers = packed.filter((one) => !known.some((request) => isInstance(one, request, speaks, place.url)));
  expect(strangers.map(({ request }) => request)).toEqual([]);
});
