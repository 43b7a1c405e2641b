import { describe, expect, it } from 'vitest';
import { SelectionProblem } from '../run/select.ts';
import { SetupProblem } from '../run/trouble.ts';
import { OptionProblem } from '../serve/options.ts';
import { SettingsProblem } from '../wire/settings.ts';
import { CannotTell, explain, UsageProblem } from './problem.ts';

const none = (): undefined => undefined;

describe('explain', () => {
  it('gives every foreseen problem its status', () => {
    const usage = [new UsageProblem('x'), new SelectionProblem('x'), new OptionProblem('x'), new SettingsProblem('x')];
    expect(usage.map((error) => explain(error, none).exitCode)).toEqual([2, 2, 2, 2]);
    expect([new CannotTell('x'), new SetupProblem('x')].map((error) => explain(error, none).exitCode)).toEqual([3, 3]);
  });

  it('says a hint once', () => {
    expect(
      explain(new SelectionProblem('No case matches --only `pach`.', 'Did you mean `patch/**`?'), none),
    ).toMatchObject({
      message: 'no case matches --only `pach`',
      hint: 'Did you mean `patch/**`?',
    });
  });

  it('never takes a mistake of ours for a verdict', () => {
    const explanation = explain(new TypeError("Cannot read properties of undefined (reading 'id')"), none);
    expect(explanation).toMatchObject({ exitCode: 3, name: 'Bug' });
    expect(explanation.message).toContain('a mistake in scimulate, not in the target');
    expect(explain('thrown text', none)).toMatchObject({ exitCode: 3 });
    expect(explain(undefined, none)).toMatchObject({ exitCode: 3 });
  });
});
