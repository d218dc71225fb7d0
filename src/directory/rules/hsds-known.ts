/** Objects with the properties of the standard alone. Pure. */
import { type Doc, directOf, isDoc, partsOf, type ShapeName, ukOf } from './hsds-shape.ts';

// What the UK profile adds to HSDS.
const ukOnly: Readonly<Record<string, readonly string[]>> = {
  service_area: ['service_area'],
  accessibility: ['accessibility'],
  taxonomy_term: ['term'],
  taxonomy: ['taxonomy_terms'],
};

/**
 * An object with the properties of the standard alone, at every depth: for what the public reads, so that nothing goes there
 * that nobody thought of. `uk`: those of the UK profile.
 */
export function known(name: ShapeName, doc: Doc, profile: 'hsds' | 'uk' = 'hsds'): Doc {
  const parts = partsOf(name);
  const kept = new Set(
    profile === 'uk' ? ukOf(name) : [...directOf(name), ...Object.keys(parts), ...(ukOnly[name] ?? [])],
  );
  // Nested by the API, though the schemas of the objects do not name it.
  if (name === 'organization') kept.add('services');
  if (name === 'service_at_location') kept.add('service');
  const result: Doc = {};
  for (const [property, value] of Object.entries(doc)) {
    if (!kept.has(property)) continue;
    const inner = nested[property] ?? parts[property];
    if (inner === undefined || value === null || typeof value !== 'object') {
      // A property of one value that holds an object is none of the standard's.
      if (value === null || typeof value !== 'object') result[property] = value;
    } else if (Array.isArray(value)) result[property] = value.filter(isDoc).map((one) => known(inner, one, profile));
    else result[property] = known(inner, value as Doc, profile);
  }
  return result;
}

const nested: Readonly<Record<string, ShapeName>> = {
  services: 'service',
  service: 'service',
  taxonomy_terms: 'taxonomy_term',
};
