/** Where Newel is reached from outside, for links in mail; null where nobody said. Throws with what is wrong with what was said. */
export function publicAddress(env: Readonly<Record<string, string | undefined>>): string | null {
  const given = env.NEWEL_ADDRESS ?? '';
  if (given === '') return null;
  const url = URL.parse(given);
  if (url === null || !['http:', 'https:'].includes(url.protocol) || url.search !== '' || url.hash !== '')
    throw new Error('NEWEL_ADDRESS is the address of this Newel, such as https://newel.example.org.');
  return url.href.replace(/\/+$/, '');
}
