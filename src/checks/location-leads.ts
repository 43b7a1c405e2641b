import { placeAt, type UrlPlace } from '../expect/url.ts';
import { broken } from './broken.ts';
import { type CheckContext, defineCheck } from './check.ts';
import { metaLocation } from './location-agrees.ts';
import { pathIn, resourcesIn, valueIn } from './resources.ts';

export const locationLeads = defineCheck({
  name: 'location-leads',
  title: 'meta.location is the place below the base URL where the resource can be read',
  // Nothing forbids a location of another make as long as it can be followed, so this is no MUST.
  level: 'SHOULD',
  cites: ['RFC7643-3.1-22'],
  why: 'Clients follow meta.location, and find another resource, none, or another tenant.',
  judge(answer, context) {
    const located = resourcesIn(answer, context).flatMap((resource) => {
      const location = metaLocation(resource.value);
      const id = valueIn(resource, 'id');
      return typeof location === 'string' && typeof id === 'string' ? [{ resource, location, id }] : [];
    });
    if (located.length === 0) return undefined;
    return located.flatMap(({ resource, location, id }) => {
      const path = pathIn(resource, 'meta.location');
      const place = placeOf(location, context);
      if (place === undefined)
        return [broken(path, `${path} is not below the endpoint of a resource type`, { actual: location })];
      if (resource.model !== undefined && place.type.name !== resource.model.type.name) {
        return [broken(path, `${path} leads to the endpoint of ${place.type.name}`, { actual: location })];
      }
      return place.id === id && place.more.length === 0
        ? []
        : [broken(path, `${path} does not end in the id`, { actual: location, expected: id })];
    });
  },
});

/** RFC 7643 §2.4: URLs with and without the version of the API mean the same. */
function placeOf(location: string, { baseUrl, models }: CheckContext): UrlPlace | undefined {
  const withoutVersion = (url: string): string => url.replace(/\/v\d+(?=\/|$)/i, '');
  return placeAt(location, baseUrl, models) ?? placeAt(withoutVersion(location), withoutVersion(baseUrl), models);
}
