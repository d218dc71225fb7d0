/**
 * Made-up people of Great Britain with the slips that forms have, to learn the numbers by which one entry is checked: names and
 * towns of uneven frequency, families at one address, second records with typing errors, familiar names, moves and gaps. They
 * live in memory only. `newel duplicates --learn` learns from them.
 */

import type { Known } from './linkage.ts';
import { seeded } from './linkage-em.ts';
import { otherForms } from './nicknames.ts';

const given =
  `john david michael paul susan margaret sarah andrew james mark karen christine mary elizabeth peter stephen robert
  richard christopher ian kevin anthony philip alan brian gary steven graham simon martin jacqueline helen deborah linda patricia
  tracey julie alison nicola amanda sharon claire emma laura rebecca gemma rachel kelly jennifer louise michelle joanne lisa thomas
  daniel matthew joseph adam ryan luke jack oliver george harry mohammed ahmed ali fatima aisha ayesha imran asif nadia zara
  piotr anna katarzyna ewa zoltan maria ana joao wei li mei chen ngozi chidi kwame abena grace patience samuel esther
  sean siobhan niamh liam caitlin gareth rhys megan sian angus fiona morag hamish eilidh rubina shabana tariq yusuf ibrahim
  charlotte sophie chloe jessica olivia amelia emily ella william edward victoria alexandra catherine katherine dorothy joan
  doreen sylvia maureen kathleen eileen brenda shirley barbara jean ronald kenneth derek roy dennis raymond terence frank
  leonard albert arthur stanley norman eric harold walter frederick ernest hannah abigail lauren holly bethany jade courtney`.split(
    /\s+/,
  );
const family =
  `smith jones taylor brown williams wilson johnson davies patel robinson wright thompson evans walker white roberts green
  hall wood jackson clarke khan hughes edwards martin hussain lewis ahmed turner hill cooper ali ward moore morris clark begum
  harrison baker scott young king watson lee allen mitchell davis parker bennett phillips shah cook kelly marsh murphy
  campbell stewart anderson mcdonald singh kaur akhtar mahmood iqbal o'brien o'connor ryan byrne walsh doyle gallagher
  holt kershaw ashworth greenhalgh entwistle schofield butterworth hargreaves duckworth barlow pilkington fairclough
  kowalski nowak wisniewski wojcik szabo nagy horvath silva santos ferreira costa popescu ionescu okafor adeyemi okonkwo
  mensah boateng owusu nguyen tran pham wong chan cheung li zhang wang chen kim park haddad hassan osman mohamed abdi warsame
  bailey bell bradley brooks burton butler carter chapman collins cox cunningham dixon ellis fisher fletcher ford foster
  fox gibson gordon graham grant gray griffiths hamilton harris harvey henderson holmes howard hunt hunter jenkins johnston
  kennedy knight lawrence lloyd marshall mason matthews miller mills morgan murray owen palmer payne pearson perry powell
  price reid reynolds richards richardson rogers rose ross russell saunders shaw simpson spencer stevens stone sutton
  thomas tucker wallace warren webb wells west wheeler wilkinson wood woods`.split(/\s+/);
const towns =
  `manchester salford bolton bury oldham rochdale stockport tameside trafford wigan leigh ashton hyde sale altrincham urmston
  eccles swinton farnworth horwich heywood middleton prestwich radcliffe denton droylsden stalybridge cheadle bramhall hindley`.split(
    /\s+/,
  );
const streets =
  `church station park mill chapel victoria albert queen king high school green moor lane wellington nelson cross spring
  oak ash elm birch hawthorn willow market bridge water hope union cambridge oxford london york bolton manchester`.split(
    /\s+/,
  );

/** A made-up person's record, and whose it is. */
export type MadeUp = { person: number; known: Required<Known> };

/** As many people, every fifth of them with a second record. The same number always makes the same people. */
export function madeUpPeople(people: number): MadeUp[] {
  const next = seeded(people);
  const below = (most: number) => Math.floor(next() * most);
  const one = (list: readonly string[]) => list[below(list.length)] as string;
  // The first names of a list are the common ones: of 150, the first comes in three and a half of a hundred.
  const uneven = (list: readonly string[]) => list[Math.floor(list.length * next() ** 1.5)] as string;
  // Beyond the common names lie many rare ones: a tail on a common beginning.
  const tails = [
    'ley',
    'ford',
    'man',
    'well',
    'worth',
    'by',
    'ham',
    'son',
    'ett',
    'kin',
    'stone',
    'wick',
    'croft',
    'shaw',
    'bottom',
  ];
  const surname = () =>
    next() < 0.5 ? uneven(family) : one(streets).slice(0, 2 + below(3)) + one(tails) + (next() < 0.3 ? 's' : '');
  const digits = (count: number) => Array.from({ length: count }, () => below(10)).join('');
  const letter = () => String.fromCharCode(97 + below(26));
  const two = (value: number) => String(value).padStart(2, '0');
  const address = () => `${1 + below(150)} ${one(streets)} ${one(['street', 'road', 'avenue', 'close', 'drive'])}`;
  const phone = () => `07${digits(9)}`;
  const home = () => {
    const at = towns.indexOf(uneven(towns));
    return {
      address: address(),
      locality: towns[at] as string,
      postcode: `m${1 + at}${below(10)}${digits(1)}${letter()}${letter()}`,
    };
  };
  const slip = (text: string) => {
    const at = below(Math.max(1, text.length));
    const put = /\d/.test(text[at] ?? '') ? digits(1) : letter();
    const kind = below(4);
    if (kind === 0) return text.slice(0, at) + put + text.slice(at + 1);
    if (kind === 1 && !/^\d+$/.test(text)) return text.slice(0, at) + text.slice(at + 1);
    if (kind === 2 && !/^\d+$/.test(text)) return text.slice(0, at) + put + text.slice(at);
    return text.slice(0, at) + (text[at + 1] ?? '') + (text[at] ?? '') + text.slice(at + 2);
  };
  const records: MadeUp[] = [];
  let house = { family: surname(), ...home(), phone: phone() };
  for (let person = 0; person < people; person++) {
    // Three in ten live with the one before and share name, address and sometimes the telephone.
    const together = next() < 0.3;
    if (!together) house = { family: surname(), ...home(), phone: phone() };
    const first = uneven(given);
    const known: Required<Known> = {
      givenName: first,
      familyName: house.family,
      dateOfBirth: `${1950 + below(50)}${two(1 + below(12))}${two(1 + below(28))}`,
      identifier: next() < 0.3 ? null : `qq${digits(6)}`,
      address: next() < 0.3 ? null : house.address,
      locality: next() < 0.2 ? null : house.locality,
      postcode: next() < 0.1 ? null : house.postcode,
      phone: next() < 0.15 ? null : together && next() < 0.3 ? house.phone : phone(),
      email: next() < 0.6 ? null : `${first}.${house.family}${digits(2)}@example.org`,
    };
    records.push({ person, known });
    if (person % 5 === 0) records.push({ person, known: secondTime(known) });
  }
  return records;

  function secondTime(was: Required<Known>): Required<Known> {
    const again = { ...was };
    const lost = (share: number) => next() < share;
    const forms = otherForms(was.givenName ?? '');
    if (forms.length > 0 && lost(0.12)) again.givenName = one(forms);
    else if (lost(0.05)) again.givenName = slip(again.givenName ?? '');
    if (lost(0.04)) again.familyName = surname();
    else if (lost(0.05)) again.familyName = slip(again.familyName ?? '');
    if (lost(0.01)) [again.givenName, again.familyName] = [again.familyName, again.givenName];
    const born = was.dateOfBirth ?? '';
    if (lost(0.015)) again.dateOfBirth = born.slice(0, 4) + born.slice(6) + born.slice(4, 6);
    else if (lost(0.03)) again.dateOfBirth = slip(born);
    else if (lost(0.01)) again.dateOfBirth = `${1950 + below(50)}${born.slice(4)}`;
    if (lost(0.04)) again.dateOfBirth = null;
    if (was.identifier !== null && lost(0.03)) again.identifier = slip(was.identifier);
    if (lost(0.25)) again.identifier = null;
    if (lost(0.25)) Object.assign(again, home());
    else if (again.postcode !== null && lost(0.04)) again.postcode = slip(again.postcode);
    if (again.address !== null && lost(0.12)) again.address = slip(again.address);
    if (lost(0.35)) again.phone = phone();
    else if (again.phone !== null && lost(0.03)) again.phone = slip(again.phone);
    if (lost(0.2)) again.phone = null;
    if (lost(0.3)) again.email = null;
    else if (again.email !== null && lost(0.2)) again.email = `${one(given)}${digits(4)}@example.org`;
    else if (again.email !== null && lost(0.03)) again.email = slip(again.email);
    return again;
  }
}
