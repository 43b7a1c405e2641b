/** Points in time, RFC 7643 §2.3.5 (xsd:dateTime). */

const DATE_TIME =
  /^(?<year>-?(?:[1-9]\d{4,8}|\d{4}))-(?<month>\d\d)-(?<day>\d\d)T(?<hour>\d\d):(?<minute>\d\d):(?<second>\d\d)(?:\.(?<fraction>\d+))?(?<zone>Z|[+-]\d\d:\d\d)?$/;

const DAYS_BEFORE_MONTH = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334] as const;
const NANOSECONDS = 1_000_000_000n;

/**
 * Nanoseconds since 1970-01-01T00:00:00Z, or undefined when the text is no xsd:dateTime with date and time.
 * A missing zone counts as UTC; digits beyond nanoseconds are dropped; 24:00:00 is the end of the day.
 */
export const instant = (text: string): bigint | undefined => {
  const read = readDateTime(text);
  if (read === undefined) return undefined;
  const { year, month, day, hour, minute, second, fraction, offset } = read;
  const minutes = (daysSince1970(year, month, day) * 24 + hour) * 60 + minute - offset;
  return (BigInt(minutes) * 60n + BigInt(second)) * NANOSECONDS + BigInt(fraction);
};

/** Whether `instant` would give one: for those who need not know which. */
export const isInstant = (text: string): boolean => readDateTime(text) !== undefined;

/** `fraction` in nanoseconds, `offset` in minutes. */
const readDateTime = (text: string) => {
  const groups = DATE_TIME.exec(text)?.groups;
  if (groups === undefined) return undefined;
  const [year, month, day] = [Number(groups.year), Number(groups.month), Number(groups.day)];
  const [hour, minute, second] = [Number(groups.hour), Number(groups.minute), Number(groups.second)];
  const fraction = Number((groups.fraction ?? '').slice(0, 9).padEnd(9, '0'));
  const offset = zoneOffset(groups.zone ?? 'Z');
  if (!isDay(year, month, day) || !isTime(hour, minute, second, fraction) || offset === undefined) return undefined;
  return { year, month, day, hour, minute, second, fraction, offset };
};

/** Minutes east of UTC; xsd:dateTime allows up to 14 hours. */
const zoneOffset = (zone: string): number | undefined => {
  if (zone === 'Z') return 0;
  const [hours = 0, minutes = 0] = zone.slice(1).split(':').map(Number);
  const offset = hours * 60 + minutes;
  if (minutes > 59 || offset > 14 * 60) return undefined;
  return zone.startsWith('-') ? -offset : offset;
};

const isLeapYear = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;

const isDay = (year: number, month: number, day: number): boolean => {
  if (month < 1 || month > 12 || day < 1) return false;
  const thirty = month === 4 || month === 6 || month === 9 || month === 11;
  const february = isLeapYear(year) ? 29 : 28;
  return day <= (month === 2 ? february : thirty ? 30 : 31);
};

const isTime = (hour: number, minute: number, second: number, fraction: number): boolean =>
  hour === 24 ? minute === 0 && second === 0 && fraction === 0 : hour < 24 && minute < 60 && second < 60;

/** Gregorian, also before it was invented, and with a year 0, as XML Schema 1.1 has it. */
const daysSince1970 = (year: number, month: number, day: number): number => {
  const before = year - 1;
  const leapDays = Math.floor(before / 4) - Math.floor(before / 100) + Math.floor(before / 400);
  const inYear = (DAYS_BEFORE_MONTH[month - 1] ?? 0) + (month > 2 && isLeapYear(year) ? 1 : 0) + day - 1;
  return before * 365 + leapDays + inYear - 719_162;
};
