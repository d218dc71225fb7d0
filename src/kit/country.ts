/** What differs from one country to another in how numbers are written. A programme document names its country. Pure. */

/** Countries that a programme can be in. */
export const countryCodes = ['GB', 'NZ'] as const;
export type Country = (typeof countryCodes)[number];

/** The rules of one country. */
export type CountryRules = {
  name: string;
  /** Before an amount of money, and what it is made of. */
  symbol: '£' | '$';
  currency: string;
  money: string;
  /** Whether people have a National Insurance number. */
  nationalInsurance: boolean;
  /** A telephone number as it is kept (digits from 0 or +), and an example that is nobody's. */
  phone: { pattern: RegExp; example: string };
  postcode: { pattern: RegExp; message: string };
};

export const countries: Record<Country, CountryRules> = {
  GB: {
    name: 'the United Kingdom',
    symbol: '£',
    currency: 'pounds',
    money: 'pounds and pence',
    nationalInsurance: true,
    phone: { pattern: /^(?:0\d{9,10}|\+\d{7,15})$/, example: '07700 900123' },
    postcode: {
      pattern: /^[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}$/,
      message: 'Enter a full UK postcode, like M1 1AA',
    },
  },
  NZ: {
    name: 'New Zealand',
    symbol: '$',
    currency: 'New Zealand dollars',
    money: 'dollars and cents',
    nationalInsurance: false,
    // Landlines have nine digits with the 0 before the area, mobile numbers up to eleven.
    phone: { pattern: /^(?:0\d{8,10}|\+\d{7,15})$/, example: '07700 900123' },
    postcode: { pattern: /^\d{4}$/, message: 'Enter a New Zealand postcode of four digits, like 6011' },
  },
};

/** The rules of the country that a document names; of the United Kingdom where it names none. */
export const countryOf = (document: { country?: Country } | null): CountryRules => countries[document?.country ?? 'GB'];
