/** The CSV data package of HSDS 3.0: which file holds which object, how a cell is read and written, what belongs to what. Pure. */
import { type Doc, directOf, isNumber, partsOf, type ShapeName, shapeNames, shapes } from './hsds-shape.ts';
import { type EntryKind, entryKinds } from './hsds-split.ts';

/** The object that a file of the package holds ('phones.csv': phone), or null when it is none of the package. */
export function shapeOfFile(name: string): ShapeName | null {
  const plain = name.toLowerCase().replace(/\.csv$/, '');
  return shapeNames.find((shape) => shapes[shape].file === plain) ?? null;
}

/** The name of a file of the package. */
export const fileOf = (shape: ShapeName): string => `${shapes[shape].file}.csv`;

/** Whether an object is an entry of its own. */
export const isEntry = (shape: ShapeName): shape is EntryKind => (entryKinds as readonly string[]).includes(shape);

/** Columns by which a row says what it belongs to. */
const owners: Readonly<Record<string, ShapeName>> = {
  organization_id: 'organization',
  service_id: 'service',
  location_id: 'location',
  service_at_location_id: 'service_at_location',
  contact_id: 'contact',
  phone_id: 'phone',
};

/** The column of a child that names a parent of this kind; null where there is none. */
export function ownerColumn(child: ShapeName, parent: ShapeName): string | null {
  if (child === 'attribute') return 'link_id';
  if (child === 'metadata') return 'resource_id';
  const column = Object.keys(owners).find((name) => owners[name] === parent);
  return column !== undefined && directOf(child).includes(column) ? column : null;
}

/** Ids that a row says it belongs to. */
export function ownersOf(shape: ShapeName, doc: Doc): string[] {
  const columns = shape === 'attribute' ? ['link_id'] : shape === 'metadata' ? ['resource_id'] : Object.keys(owners);
  return columns.flatMap((column) => (typeof doc[column] === 'string' ? (doc[column] as string).toLowerCase() : []));
}

/** The property of a parent that holds such children: phones of an organisation. */
export function propertyFor(parent: ShapeName, child: ShapeName): string | null {
  return Object.entries(partsOf(parent)).find(([, inner]) => inner === child)?.[0] ?? null;
}

/**
 * Reads a row. An empty cell is a property that is not there; a number is a decimal with a point (RFC 8259), as the package's
 * `number` fields ask for. Returns the name of a column that cannot be read.
 */
export function readRow(shape: ShapeName, values: Readonly<Record<string, string>>): Doc | { unreadable: string } {
  const doc: Doc = {};
  for (const [column, cell] of Object.entries(values)) {
    if (cell === '') continue;
    if (!isNumber(shape, column)) doc[column] = cell;
    else if (/^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(cell)) doc[column] = Number(cell);
    else return { unreadable: column };
  }
  return doc;
}

/** Writes a row, cell by cell in the order of the columns. A number is written as JSON writes it. */
export const writeRow = (shape: ShapeName, doc: Doc): string[] =>
  directOf(shape).map((column) => {
    const value = doc[column];
    return value === undefined || value === null || typeof value === 'object' ? '' : String(value);
  });

/** The descriptor of a package of these files (Frictionless tabular data package). */
export function dataPackage(shapesIn: readonly ShapeName[]): object {
  return {
    profile: 'tabular-data-package',
    name: 'human_services_data',
    title: 'Human Services Data Specification 3.0',
    resources: shapesIn.map((shape) => ({
      name: shapes[shape].file,
      path: fileOf(shape),
      profile: 'tabular-data-resource',
      format: 'csv',
      mediatype: 'text/csv',
      encoding: 'utf-8',
      schema: {
        primaryKey: 'id',
        fields: directOf(shape).map((name) => ({
          name,
          type: isNumber(shape, name) ? 'number' : 'string',
          ...((shapes[shape].required as readonly string[]).includes(name) ? { constraints: { required: true } } : {}),
        })),
      },
    })),
  };
}
