/** The behaviour without faults. */
import type { Behaviour } from './behaviour.ts';
import { readBody } from './body.ts';
import { bulk, bulkResult, checkBulk, looksAhead, readBulkOperation, stopBulk } from './bulk.ts';
import { resolveBulkIds } from './bulk-references.ts';
import { discover, resourceTypes, schemas, serviceProviderConfig } from './discovery.ts';
import { authenticate, limit } from './door.ts';
import { errorAnswer } from './errors.ts';
import { checkVersion, version } from './etag.ts';
import { candidates, matcher, parseFilter } from './filtering.ts';
import { applyOperation, lenience, merge, prepare, readPatch } from './incoming.ts';
import { me } from './me.ts';
import { cursorPage, listResponse, page } from './paging.ts';
import { find, list, readQuery, readSearch, readSelection, search, sort } from './query.ts';
import { location, project, represent, show } from './represent.ts';
import { create, erase, insert, modify, read, remove, replace, update } from './resources.ts';
import { respond } from './respond.ts';
import { dispatch } from './routes.ts';
import { checkReferences, checkUnique } from './uniqueness.ts';

export const GOOD: Behaviour = {
  admit: () => undefined,
  authenticate,
  limit,
  readBody,
  dispatch,
  create,
  read,
  list,
  search,
  replace,
  modify,
  remove,
  bulk,
  me,
  discover,
  serviceProviderConfig,
  resourceTypes,
  schemas,
  lenience,
  prepare,
  checkUnique,
  checkReferences,
  insert,
  update,
  erase,
  merge,
  readPatch,
  applyOperation,
  checkVersion,
  readQuery,
  readSearch,
  parseFilter,
  find,
  candidates,
  matcher,
  sort,
  page,
  cursorPage,
  listResponse,
  represent,
  version,
  readSelection,
  project,
  show,
  location,
  errorAnswer,
  respond,
  checkBulk,
  readBulkOperation,
  resolveBulkIds,
  looksAhead,
  stopBulk,
  bulkResult,
};
