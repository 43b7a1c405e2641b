/** The conformance engine: runs the selected cases against a target and tells everything as events. */
import { CHECKS } from '../checks/index.ts';
import { catalogue } from '../suite/catalogue.ts';
import { createChannel } from './channel.ts';
import { conduct } from './conduct.ts';
import { createControl } from './control.ts';
import type { RunEvent } from './events.ts';
import type { RunOptions } from './options.ts';
import { readOnlyAmong } from './read-only.ts';
import { select } from './select.ts';

export type { RunOptions } from './options.ts';

/** So many events may wait for a slow reader before the run waits for it. */
const ROOM = 64;

/**
 * Runs the selected cases. The first event is `run-started`, the last `run-finished`; a case that was started gets
 * `case-started`, its exchanges and `case-finished`, in this order, among events of other cases. A case that a broken-off
 * run never started has no events. Leaving the loop early ends the run as an interrupt does.
 * Nothing that a target does makes this throw.
 * @throws SelectionProblem for a selection that names what does not exist
 */
export async function* run(options: RunOptions): AsyncGenerator<RunEvent, void, undefined> {
  const { checks = CHECKS } = options;
  const infos = catalogue(
    options.loaded,
    checks.map(({ examine: _examine, ...info }) => info),
  );
  const named = select(infos, options.selection ?? {});
  const { suites, dialects } = options.loaded;
  const selected = options.readOnly
    ? readOnlyAmong(
        named,
        suites.flatMap(({ cases }) => cases),
        dialects,
      )
    : named;
  const control = createControl(options.signal);
  const channel = createChannel<RunEvent>(ROOM);
  const ended = conduct({ options, checks, infos, selected, control, emit: channel.push }).then(
    channel.close,
    channel.fail,
  );
  try {
    yield* channel;
  } finally {
    control.abort({ kind: 'interrupted', because: 'Nobody listens to the run any more.' });
    channel.abandon();
    await ended;
    control.end();
  }
}
