/** `plan --explain`: where each sent attribute comes from, for people. */
import type { ExplainedAttribute, Explanation } from '../../provision/events.ts';
import type { Json } from '../../scim/json.ts';
import { bodyLines } from '../body.ts';
import { createPaint, type Paint } from '../paint.ts';
import { columnsOf, cut, padEnd, printable, wrap } from '../printable.ts';
import type { ProvisionContext } from './listener.ts';

const MOST_LINES = 60;

/** Ends in a line end. */
export const explanationText = (explanation: Explanation, context: ProvisionContext): string => {
  const paint = createPaint(context.colour);
  const { id, name, at, attributes, request } = explanation;
  return `${[
    `${paint.strong(printable(name))}  ${paint.faint(printable(`${id} ${at.file}:${at.line}`))}`,
    '',
    ...tableLines(attributes, context, paint),
    ...(request === undefined
      ? []
      : [
          '',
          `${paint.strong(printable(`${request.method} ${request.target}`))}  ${paint.faint('would create it')}`,
          ...(request.body === undefined
            ? []
            : bodyLines(request.body, undefined, MOST_LINES, context.columns - 2).map(({ text }) => `  ${text}`)),
        ]),
  ].join('\n')}\n`;
};

/** Parameter and value; below it where it comes from and where it goes. What has no value is only named. */
const tableLines = (
  attributes: readonly ExplainedAttribute[],
  { columns, verbose }: ProvisionContext,
  paint: Paint,
): string[] => {
  const sent = attributes.filter(({ value }) => verbose || value !== undefined);
  const without = attributes.filter((attribute) => !sent.includes(attribute)).map(({ parameter }) => parameter);
  const width = Math.max(0, ...sent.map(({ parameter }) => columnsOf(printable(parameter))));
  const room = columns - width - 4;
  const margin = ' '.repeat(width + 4);
  return [
    ...sent.flatMap((attribute) => [
      `  ${padEnd(printable(attribute.parameter), width)}  ${valueText(attribute.value, room)}`,
      ...wrap(wayText(attribute), room).map((line) => `${margin}${paint.faint(line)}`),
    ]),
    ...(without.length === 0
      ? []
      : [
          '',
          ...wrap(`no value, so not sent: ${printable(without.join(', '))}`, columns - 2).map(
            (line) => `  ${paint.faint(line)}`,
          ),
        ]),
  ];
};

const valueText = (value: Json | undefined, room: number): string =>
  value === undefined ? 'no value, so it is not sent' : cut(printable(JSON.stringify(value)), room);

/** `from the column email, to emails[type eq "work"].value`. */
const wayText = ({ expression, from, columns, value, paths }: ExplainedAttribute): string => {
  const config = from === 'config' ? ' (config file)' : '';
  const entries = Object.entries(columns);
  const isColumn = /^\w+$/.test(expression);
  const made = isColumn ? '' : entries.map(([name, one]) => `${name} ${JSON.stringify(one)}`).join(', ');
  const source = isColumn ? `from the column ${expression}` : `from ${expression}`;
  const way = paths.length > 0 ? `, to ${paths.join(' and ')}` : value === undefined ? '' : ', not in this request';
  return printable(`${source}${config}${made === '' ? '' : `, with ${made}`}${way}`);
};
