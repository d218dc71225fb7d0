/** Where people live and services are: postcodes, what they begin with, and how far apart two places are. Pure. */

/** A point on the map, in degrees (WGS 84). */
export type Point = { latitude: number; longitude: number };

/** A postcode in capitals without a space, as locations keep it. */
export const tightPostcode = (postcode: string): string => postcode.toUpperCase().replace(/[^A-Z0-9]/g, '');

const british = /^([A-Z]{1,2}\d[A-Z\d]?)\d[A-Z]{2}$/;

/** The outward code ('ZX2' of 'ZX2 4AA'): a neighbourhood. Where postcodes have no such part, or only it was given, all of it. */
export function outwardOf(postcode: string): string {
  const tight = tightPostcode(postcode);
  return british.exec(tight)?.[1] ?? tight;
}

/** The letters that a British postcode begins with ('ZX'); empty where it begins with none. */
export const lettersOf = (postcode: string): string => /^[A-Z]*/.exec(tightPostcode(postcode))?.[0] ?? '';

/**
 * Whether an outward code is among those that a service covers. One that is given without figures stands for all that begin
 * with these letters, and one of London for its parts (EC1 for EC1A); 'ZX1' is not 'ZX12'.
 */
export function covers(codes: readonly string[], outward: string): boolean {
  return codes.some((given) => {
    const code = tightPostcode(given);
    if (code === outward) return true;
    const rest = outward.slice(code.length);
    if (code === '' || !outward.startsWith(code)) return false;
    return /^[A-Z]+$/.test(code) ? /^\d/.test(rest) : /^[A-Z]$/.test(rest);
  });
}

const radians = (degrees: number): number => (degrees * Math.PI) / 180;

/** Miles between two points as the crow flies (haversine, with the mean radius of the earth of 6,371 km). */
export function milesBetween(a: Point, b: Point): number {
  const [north, east] = [radians(b.latitude - a.latitude), radians(b.longitude - a.longitude)];
  const square =
    Math.sin(north / 2) ** 2 + Math.cos(radians(a.latitude)) * Math.cos(radians(b.latitude)) * Math.sin(east / 2) ** 2;
  return (2 * 6371 * Math.asin(Math.min(1, Math.sqrt(square)))) / 1.609344;
}
