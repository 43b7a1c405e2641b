/** Legal variations of what a server gives a resource of its own: id, places and times. */
import { instant } from '../../scim/datetime.ts';
import { isObject, type Json } from '../../scim/json.ts';
import type { Behaviour, Call } from '../behaviour.ts';
import { showing, type Variation } from './variation.ts';

/** The points in time in meta written otherwise. */
const writingTimes = (write: (time: string) => string) =>
  showing('any', (shown) => {
    const { meta } = shown;
    if (!isObject(meta)) return shown;
    const times = ['created', 'lastModified'].flatMap((name): [string, Json][] => {
      const time = meta[name];
      return typeof time === 'string' ? [[name, write(time)]] : [];
    });
    return { ...shown, meta: { ...meta, ...Object.fromEntries(times) } };
  });

const HOUR_MS = 3_600_000;

/** `2030-01-31T12:00:00.120Z` → `2030-01-31T17:30:00.1200000+05:30`. */
const inIndia = (time: string): string =>
  new Date(Date.parse(time) + 5.5 * HOUR_MS).toISOString().replace('Z', '0000+05:30');

const inSeconds = (time: string): string => time.replace(/\.\d+Z$/, 'Z');

/** Ids made by the server in another way; `next` is called once per resource. */
const issuing =
  (makeNext: () => () => string) =>
  (good: Behaviour): Partial<Behaviour> => {
    const next = makeNext();
    return {
      insert: (incoming, model, call) =>
        good.insert(incoming, model, {
          ...call,
          bulk: { promised: new Set(), ...call.bulk, id: call.bulk?.id ?? next() },
        }),
    };
  };

const counting = (write: (number: number) => string) => (): (() => string) => {
  let last = 1000;
  return () => {
    last += 1;
    return write(last);
  };
};

/** The same place without what every URL of the service has in common. */
const placing =
  (inBody: (path: string, call: Call) => string, inHeader: (path: string, call: Call) => string) =>
  (good: Behaviour): Partial<Behaviour> => ({
    location: (model, id, call) => inBody(good.location(model, id, call).slice(call.baseUrl.length), call),
    async create(call, model) {
      const answer = await good.create(call, model);
      const id = isObject(answer.body) ? String(answer.body.id) : '';
      const location = inHeader(good.location(model, id, call).slice(call.baseUrl.length), call);
      return { ...answer, headers: { ...answer.headers, location } };
    },
  });

const belowRoot = (path: string, { baseUrl }: Call): string => `${new URL(baseUrl).pathname}${path}`;

export const IDENTITY_VARIATIONS: readonly Variation[] = [
  {
    id: 'relative-locations',
    title: 'Writes locations relative to the service',
    allowedBy: ['RFC7643-2.3.7-01', 'RFC7643-3.1-22'],
    because: 'A reference may be relative, to the base URL in the body, and to the request in the header.',
    alter: placing(
      (path) => path.slice(1),
      (path, call) => belowRoot(path, call),
    ),
  },
  {
    id: 'locations-without-host',
    title: 'Writes locations as paths from the root of the host',
    allowedBy: ['RFC7643-2.3.7-01', 'RFC7643-3.1-22'],
    because: 'A reference may leave out the host.',
    alter: placing(belowRoot, belowRoot),
  },
  {
    id: 'times-with-offset',
    title: 'Writes times with seven digits after the second, on the clocks of India',
    allowedBy: ['RFC7643-2.3.5-01', 'RFC7643-3.1-18'],
    because: 'Any xsd:dateTime will do.',
    alter: writingTimes(inIndia),
  },
  {
    id: 'times-in-seconds',
    title: 'Counts time in whole seconds',
    allowedBy: ['RFC7643-2.3.5-01', 'RFC7643-3.1-20'],
    because: 'A dateTime need not have a fraction, so two changes in one second have one time.',
    alter: writingTimes(inSeconds),
  },
  {
    id: 'modified-just-after-created',
    title: 'Says of a new resource that it was modified some milliseconds after it was created',
    allowedBy: ['RFC7643-3.1-19'],
    because: 'The two are one moment, but for the time that storing takes.',
    alter: (good) => ({
      async insert(incoming, model, call) {
        const resource = await good.insert(incoming, model, call);
        const { meta } = resource;
        const time = isObject(meta) ? String(meta.created) : '';
        if (!isObject(meta) || instant(time) === undefined) return resource;
        const later = { ...resource, meta: { ...meta, lastModified: new Date(Date.parse(time) + 40).toISOString() } };
        call.service.store.put(model.type.name, later);
        return later;
      },
    }),
  },
  {
    id: 'ids-numbered',
    title: 'Numbers its resources',
    allowedBy: ['RFC7643-3.1-03'],
    because: 'An id is any text of the server.',
    alter: issuing(counting(String)),
  },
  {
    id: 'ids-of-odd-characters',
    title: 'Has ids with slashes, signs, blanks and letters beyond ASCII in them',
    allowedBy: ['RFC7643-3.1-03', 'RFC7644-3.4.1-03'],
    because: 'An id is any text of the server, and whoever puts it into a URL encodes it.',
    alter: issuing(counting((number) => `Ä/${number} a+b=%2F?#'(x)&é`)),
  },
];
