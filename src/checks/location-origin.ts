import { plain } from '../expect/print.ts';
import { header } from '../wire/exchange.ts';
import { broken } from './broken.ts';
import { defineCheck } from './check.ts';
import { locationsIn } from './location-url.ts';

export const locationOrigin = defineCheck({
  name: 'location-origin',
  title: 'Locations have the scheme and host the client uses',
  // A proxy in between may be to blame, and a client need not follow.
  level: 'SHOULD',
  cites: ['RFC7643-3.1-22'],
  why: 'A service behind a proxy that names its internal host, or http instead of https, sends clients where they cannot, or must not, go.',
  judge(answer, context) {
    // A request that named another host itself has a case of its own.
    if (header(answer.requestHeaders, 'host') !== undefined) return undefined;
    const base = URL.parse(context.baseUrl);
    const absolute = locationsIn(answer, context).flatMap(({ path, value }) => {
      const url = typeof value === 'string' && /^[a-z][a-z0-9+.-]*:\/\//i.test(value) ? URL.parse(value) : null;
      return url === null ? [] : [{ path, value, url }];
    });
    if (base === null || absolute.length === 0) return undefined;
    return absolute
      .filter(({ url }) => url.origin !== base.origin)
      .map(({ path, value, url }) =>
        broken(path, `${path} is on ${plain(url.origin)}, not on ${base.origin}`, {
          actual: value,
          expected: base.origin,
        }),
      );
  },
});
