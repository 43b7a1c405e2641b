/** What departments, jobs and groups are called. */
import type { Random } from './random.ts';

interface Trade {
  readonly name: string;
  /** From the newest to the head. */
  readonly jobs: readonly [newest: string, usual: string, senior: string, head: string];
}

const TRADES: readonly Trade[] = [
  { name: 'Engineering', jobs: ['Junior Engineer', 'Engineer', 'Staff Engineer', 'Head of Engineering'] },
  { name: 'Sales', jobs: ['Sales Trainee', 'Account Manager', 'Key Account Manager', 'Head of Sales'] },
  { name: 'Customer Care', jobs: ['Agent', 'Specialist', 'Team Lead', 'Head of Customer Care'] },
  { name: 'Finance & Controlling', jobs: ['Clerk', 'Controller', 'Senior Controller', 'Head of Finance'] },
  { name: 'People', jobs: ['Assistant', 'People Partner', 'Senior People Partner', 'Head of People'] },
  { name: 'R&D', jobs: ['Doctoral Candidate', 'Researcher', 'Principal Researcher', 'Head of R&D'] },
  { name: 'Marketing', jobs: ['Intern', 'Marketing Manager', 'Brand Lead', 'Head of Marketing'] },
  { name: 'IT Operations', jobs: ['Apprentice', 'Administrator', 'SRE (2nd level)', 'Head of IT'] },
  { name: 'Legal/Compliance', jobs: ['Paralegal', 'Counsel', 'Senior Counsel', 'General Counsel'] },
  { name: 'Entwicklung Küche', jobs: ['Hilfskraft', 'Köchin/Koch', 'Küchenchef:in', 'Leitung Küche'] },
  { name: '営業', jobs: ['研修生', '営業担当', '主任', '部長'] },
  { name: "Chef's Office", jobs: ['Trainee', 'Chief of Staff, deputy', 'Chief of Staff', 'Director'] },
  { name: 'Quality', jobs: ['Tester', 'Test Engineer', 'Quality Lead', 'Head of Quality'] },
  { name: 'Warehouse', jobs: ['Picker', 'Forklift Driver', 'Shift Lead', 'Head of Warehouse'] },
  { name: 'Produktion "Halle 7"', jobs: ['Azubi', 'Facharbeiter:in', 'Meister:in', 'Werksleitung'] },
  { name: 'Security', jobs: ['Analyst I', 'Analyst II', 'Security Architect', 'CISO'] },
];

const AREAS: readonly string[] = [
  'Nord',
  'South',
  'Île-de-France',
  'Americas',
  'Asia-Pacific',
  'Łódź',
  'Emerging Markets',
  'São Paulo',
  'Public Sector',
  'Benelux',
  'Iberia',
  'Gulf',
  '関西',
  'Platform',
  'Mobile',
  'Infrastructure',
  'Night Shift',
  'Central',
  'Field',
  'Alpe-Adria',
];

export const PRESIDENT = 'Chief Executive Officer';

/** A department that has a number: the first sixteen differ in trade, those after them in area, and then they are counted. */
export const departmentName = (number: number): { readonly name: string; readonly trade: number } => {
  const trade = number % TRADES.length;
  const round = Math.floor(number / TRADES.length);
  const name = TRADES[trade]?.name ?? '';
  if (round === 0) return { name, trade };
  const area = AREAS[(round - 1) % AREAS.length] ?? '';
  const copy = Math.floor((round - 1) / AREAS.length);
  return { name: `${name} – ${area}${copy === 0 ? '' : ` ${copy + 1}`}`, trade };
};

/** What a department is called after a reorganisation. */
export const newDepartmentName = (before: string, random: Random): string => {
  const bare = before.replace(/^(?:Global|Digital|New) | (?:Services|& Friends|2030)$/g, '');
  return random.pick([
    `Global ${bare}`,
    `Digital ${bare}`,
    `New ${bare}`,
    `${bare} Services`,
    `${bare} & Friends`,
    `${bare} 2030`,
  ]);
};

/** A job in a trade; `rank` is 0 for the newest and 3 for the head. */
export const jobTitle = (trade: number, rank: number): string =>
  TRADES[trade % TRADES.length]?.jobs[rank] ?? 'Employee';

const FIRST_WORDS = [
  'Blue',
  'Quiet',
  'Project',
  'Team',
  'Silver',
  'Früher',
  'Grand',
  'Paper',
  'Midnight',
  'L’autre',
  'Tiny',
  'Proyecto',
];
const SECOND_WORDS = [
  'Heron',
  'Lantern',
  'Öresund',
  'Walnut',
  'Compass',
  'Ñandú',
  'Harbour',
  'Zephyr',
  'Kettle',
  'Aurora',
  '東京',
  'Bridge',
  'Thistle',
  'Comet',
  'O’Malley',
  'Cobalt',
  'Marmot',
  'Opera',
  'Cedar',
  'Flux (beta)',
  'Meridian',
  'Saffron',
  '"Skunkworks"',
  'Tundra',
  'C++',
];

/** What people who work on something call themselves. Not unique. */
export const projectName = (random: Random): string => `${random.pick(FIRST_WORDS)} ${random.pick(SECOND_WORDS)}`;
