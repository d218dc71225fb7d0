/**
 * The objects of HSDS 3.0 (docs.openreferral.org, 'HSDS Schema Reference') and of Open Referral UK 3.0: properties, what is
 * required, what is a number, what is nested where, and the file of each in the CSV data package. Names alone. Pure.
 */
type Shape = {
  /** The resource of the CSV data package. */
  file: string;
  required: readonly string[];
  /** Properties with one value, in the order of the columns of its file. */
  direct: string;
  numbers: readonly string[];
  /** Properties that hold other objects: by name, of which kind. */
  parts: Readonly<Record<string, string>>;
  /** Properties in the UK profile; none where it does not have the object. */
  uk: string;
};

/** Every object, by the name of its schema. */
export const shapes = {
  organization: {
    file: 'organizations',
    required: ['id', 'name', 'description'],
    direct:
      'id name alternate_name description email website tax_status tax_id year_incorporated legal_status logo uri parent_organization_id',
    numbers: ['year_incorporated'],
    parts: {
      funding: 'funding',
      contacts: 'contact',
      phones: 'phone',
      locations: 'location',
      programs: 'program',
      organization_identifiers: 'organization_identifier',
      attributes: 'attribute',
      metadata: 'metadata',
    },
    uk: 'id name description email website logo uri parent_organization_id organization_identifiers attributes',
  },
  program: {
    file: 'programs',
    required: ['id', 'name', 'description'],
    direct: 'id organization_id name alternate_name description',
    numbers: [],
    parts: { attributes: 'attribute', metadata: 'metadata' },
    uk: '',
  },
  service: {
    file: 'services',
    required: ['id', 'name', 'status'],
    direct:
      'id organization_id program_id name alternate_name description url email status interpretation_services application_process fees_description wait_time fees accreditations eligibility_description minimum_age maximum_age assured_date assurer_email licenses alert last_modified',
    numbers: ['minimum_age', 'maximum_age'],
    parts: {
      phones: 'phone',
      schedules: 'schedule',
      service_areas: 'service_area',
      service_at_locations: 'service_at_location',
      languages: 'language',
      organization: 'organization',
      funding: 'funding',
      cost_options: 'cost_option',
      program: 'program',
      required_documents: 'required_document',
      contacts: 'contact',
      attributes: 'attribute',
      metadata: 'metadata',
    },
    uk: 'id organization_id name description url email status fees accreditations minimum_age maximum_age assured_date assurer_email alert last_modified schedules service_areas service_at_locations languages organization funding cost_options contacts attributes',
  },
  service_at_location: {
    file: 'service_at_location',
    required: ['id'],
    direct: 'id service_id location_id description',
    numbers: [],
    parts: {
      contacts: 'contact',
      phones: 'phone',
      schedules: 'schedule',
      location: 'location',
      attributes: 'attribute',
      metadata: 'metadata',
    },
    uk: 'id service_id location_id location',
  },
  location: {
    file: 'locations',
    required: ['id', 'location_type'],
    direct:
      'id location_type url organization_id name alternate_name description transportation latitude longitude external_identifier external_identifier_type',
    numbers: ['latitude', 'longitude'],
    parts: {
      languages: 'language',
      addresses: 'address',
      contacts: 'contact',
      accessibility: 'accessibility',
      phones: 'phone',
      schedules: 'schedule',
      attributes: 'attribute',
      metadata: 'metadata',
    },
    uk: 'id location_type name description latitude longitude external_identifier external_identifier_type addresses accessibility attributes',
  },
  address: {
    file: 'addresses',
    required: ['id', 'address_1', 'city', 'state_province', 'postal_code', 'country', 'address_type'],
    direct: 'id location_id attention address_1 address_2 city region state_province postal_code country address_type',
    numbers: [],
    parts: { attributes: 'attribute', metadata: 'metadata' },
    uk: 'id location_id attention address_1 city region state_province postal_code country address_type attributes',
  },
  phone: {
    file: 'phones',
    required: ['id', 'number'],
    direct:
      'id location_id service_id organization_id contact_id service_at_location_id number extension type description',
    numbers: ['extension'],
    parts: { languages: 'language', attributes: 'attribute', metadata: 'metadata' },
    uk: 'id contact_id number description languages',
  },
  contact: {
    file: 'contacts',
    required: ['id'],
    direct: 'id organization_id service_id service_at_location_id location_id name title department email',
    numbers: [],
    parts: { phones: 'phone', attributes: 'attribute', metadata: 'metadata' },
    uk: 'id service_id name title attributes',
  },
  schedule: {
    file: 'schedules',
    required: ['id'],
    direct:
      'id service_id location_id service_at_location_id valid_from valid_to dtstart timezone until count wkst freq interval byday byweekno bymonthday byyearday description opens_at closes_at schedule_link attending_type notes',
    numbers: ['timezone', 'count', 'interval'],
    parts: { attributes: 'attribute', metadata: 'metadata' },
    uk: 'id service_id service_at_location_id valid_from valid_to dtstart freq interval byday bymonthday description opens_at closes_at schedule_link attending_type notes',
  },
  service_area: {
    file: 'service_areas',
    required: ['id'],
    direct: 'id service_id name description extent extent_type uri',
    numbers: [],
    parts: { attributes: 'attribute', metadata: 'metadata' },
    uk: 'id service_id name extent extent_type uri service_area',
  },
  cost_option: {
    file: 'cost_options',
    required: ['id'],
    direct: 'id service_id valid_from valid_to option currency amount amount_description',
    numbers: ['amount'],
    parts: { attributes: 'attribute', metadata: 'metadata' },
    uk: 'id service_id valid_from valid_to option amount amount_description',
  },
  required_document: {
    file: 'required_documents',
    required: ['id'],
    direct: 'id service_id document uri',
    numbers: [],
    parts: { attributes: 'attribute', metadata: 'metadata' },
    uk: '',
  },
  language: {
    file: 'languages',
    required: ['id'],
    direct: 'id service_id location_id phone_id name code note',
    numbers: [],
    parts: { attributes: 'attribute', metadata: 'metadata' },
    uk: 'id service_id phone_id',
  },
  funding: {
    file: 'funding',
    required: ['id'],
    direct: 'id organization_id service_id source',
    numbers: [],
    parts: { attributes: 'attribute', metadata: 'metadata' },
    uk: 'id service_id source',
  },
  accessibility: {
    file: 'accessibility',
    required: ['id'],
    direct: 'id location_id description details url',
    numbers: [],
    parts: { attributes: 'attribute', metadata: 'metadata' },
    uk: 'id location_id description details url attributes accessibility',
  },
  organization_identifier: {
    file: 'organization_identifiers',
    required: ['id', 'identifier_type', 'identifier'],
    direct: 'id organization_id identifier_scheme identifier_type identifier',
    numbers: [],
    parts: { attributes: 'attribute', metadata: 'metadata' },
    uk: 'id organization_id identifier_scheme identifier_type identifier attributes',
  },
  attribute: {
    file: 'attributes',
    required: ['id'],
    direct: 'id link_id taxonomy_term_id link_type link_entity value',
    numbers: [],
    parts: { taxonomy_term: 'taxonomy_term', metadata: 'metadata' },
    uk: 'id link_id taxonomy_term_id link_type taxonomy_term',
  },
  taxonomy: {
    file: 'taxonomies',
    required: ['id', 'name', 'description'],
    direct: 'id name description uri version',
    numbers: [],
    parts: { metadata: 'metadata' },
    uk: 'id name description uri version taxonomy_terms',
  },
  taxonomy_term: {
    file: 'taxonomy_terms',
    required: ['id', 'name', 'description'],
    direct: 'id code name description parent_id taxonomy language taxonomy_id term_uri',
    numbers: [],
    parts: { taxonomy_detail: 'taxonomy', metadata: 'metadata' },
    uk: 'id name description parent_id taxonomy taxonomy_id term_uri term',
  },
  metadata: {
    file: 'metadata',
    required: [
      'id',
      'last_action_date',
      'last_action_type',
      'field_name',
      'previous_value',
      'replacement_value',
      'updated_by',
    ],
    direct:
      'id resource_id resource_type last_action_date last_action_type field_name previous_value replacement_value updated_by',
    numbers: [],
    parts: {},
    uk: '',
  },
  meta_table_description: {
    file: 'meta_table_descriptions',
    required: ['id'],
    direct: 'id name language character_set',
    numbers: [],
    parts: { attributes: 'attribute', metadata: 'metadata' },
    uk: '',
  },
} as const satisfies Record<string, Shape>;
/** The name of an object. */
export type ShapeName = keyof typeof shapes;
/** An object of a feed. */
export type Doc = Record<string, unknown>;

/** Every name of an object. */
export const shapeNames = Object.keys(shapes) as ShapeName[];
/** Properties with one value, in the order of columns. */
export const directOf = (name: ShapeName): readonly string[] => split(shapes[name].direct);
/** Properties in the UK profile. */
export const ukOf = (name: ShapeName): readonly string[] => split(shapes[name].uk);
/** Properties that hold other objects, and of which kind. */
export const partsOf = (name: ShapeName): Readonly<Record<string, ShapeName>> => shapes[name].parts;
/** Whether a property is a number. */
export const isNumber = (name: ShapeName, property: string): boolean =>
  (shapes[name].numbers as readonly string[]).includes(property);
/** Whether a value is an object, and not a list. */
export const isDoc = (value: unknown): value is Doc =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const lists = new Map<string, readonly string[]>();
function split(words: string): readonly string[] {
  let list = lists.get(words);
  if (list === undefined) {
    list = words.split(' ').filter(Boolean);
    lists.set(words, list);
  }
  return list;
}
