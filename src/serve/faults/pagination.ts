/** Faults of pages. */
import { type Fault, reports } from './fault.ts';

export const PAGINATION_FAULTS: readonly Fault[] = [
  {
    id: 'page-count-zero-error-or-all',
    title: 'Takes a count of 0 for no count at all, and lists everything',
    links: reports(
      'elimity-com/scim#110',
      'wso2/product-is#5106',
      'wso2/product-is#9303',
      'wso2/product-is#5362',
      'pond/scimitar#168',
      'PennState/SCIMple-Identity#74',
    ),
    alter: (good) => ({
      page: (found, { count, ...query }, call) => good.page(found, count ? { ...query, count } : query, call),
    }),
  },
  {
    id: 'page-itemsperpage-is-requested-count',
    title: 'Answers itemsPerPage with the count that was asked for',
    links: reports(
      '15five/django-scim2#208',
      '15five/django-scim2#210',
      'elimity-com/scim#154',
      'scimmyjs/scimmy#101',
      'GoogleCloudPlatform/healthcare-federated-access-services#46',
    ),
    alter: (good) => ({
      page: (found, query, call) => {
        const page = good.page(found, query, call);
        return { ...page, itemsPerPage: query.count ?? page.itemsPerPage };
      },
    }),
  },
  {
    id: 'page-totalresults-is-page-size',
    title: 'Answers totalResults with the number of resources on the page',
    links: reports(
      'wso2/product-is#7320',
      'wso2/product-is#12813',
      'wso2/product-is#13823',
      'scimmyjs/scimmy#64',
      'wso2/product-is#4842',
    ),
    alter: (good) => ({
      page: (found, query, call) => {
        const page = good.page(found, query, call);
        return { ...page, totalResults: page.items.length };
      },
    }),
  },
  {
    id: 'page-filter-then-offset-wrong',
    title: 'Skips to startIndex twice when there is a filter',
    links: reports('Captain-P-Goldfish/SCIM-SDK#131', 'wso2/product-is#4842', 'wso2/product-is#12813'),
    alter: (good) => ({
      page: (found, query, call) => {
        const page = good.page(found, query, call);
        const items = query.filter ? page.items.slice((page.startIndex ?? 1) - 1) : page.items;
        return { ...page, items, itemsPerPage: items.length };
      },
    }),
  },
  {
    id: 'page-startindex-beyond-total-returns-data',
    title: 'Shows the last page when startIndex is behind the end',
    links: reports('scimmyjs/scimmy#102', 'wso2/product-is#13752', 'simpleidserver/SimpleIdServer#185'),
    alter: (good) => ({
      page: (found, query, call) => {
        const last = Math.max(1, found.length - (query.count ?? found.length) + 1);
        return good.page(found, (query.startIndex ?? 1) > found.length ? { ...query, startIndex: last } : query, call);
      },
    }),
  },
  {
    id: 'page-startindex-ignored-small-set',
    title: 'Ignores startIndex when all results fit on one page',
    links: reports('scimmyjs/scimmy#21', 'scimmyjs/scimmy#22', 'OpenLiberty/open-liberty#4341'),
    alter: (good) => ({
      page: (found, { startIndex, ...query }, call) =>
        good.page(
          found,
          startIndex === undefined || found.length <= (query.count ?? found.length) ? query : { ...query, startIndex },
          call,
        ),
    }),
  },
  {
    id: 'page-unstable-order',
    title: 'Lists unsorted resources in another order each time',
    links: reports('FusionAuth/fusionauth-issues#2797', 'kortix-ai/suna#7298'),
    alter: (good) => {
      let turn = 0;
      return {
        sort: (found, query, call) => {
          turn += 1;
          const sorted = good.sort(found, query, call);
          const by = turn % Math.max(1, sorted.length);
          return query.sortBy === undefined ? [...sorted.slice(by), ...sorted.slice(0, by)] : sorted;
        },
      };
    },
  },
  {
    id: 'page-overlapping-pages',
    title: 'Divides startIndex by count to find a page, so that pages overlap',
    links: reports('wso2/product-is#9957'),
    alter: (good) => ({
      page: (found, query, call) => {
        const offset = query.count && query.startIndex ? Math.floor(Math.max(1, query.startIndex) / query.count) : 0;
        const right = good.page(found, query, call);
        if (!query.count || (query.startIndex ?? 1) <= 1) {
          return right;
        }
        return { ...good.page(found, { ...query, startIndex: offset + 1 }, call), startIndex: right.startIndex ?? 1 };
      },
    }),
  },
];
