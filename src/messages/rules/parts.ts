/** How many texts the network makes of a message (3GPP TS 23.038 and 23.040). Pure. */

const basic = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
);
const extended = new Set('^{}\\[~]|€\f');

/** `encoding` is GSM-7 while every character is in its alphabet, else UCS-2. `units` are septets or 16-bit units. */
export function textParts(text: string): { encoding: 'GSM-7' | 'UCS-2'; units: number; parts: number } {
  const alone = text.length <= 160 && /^[A-Za-z0-9 .,:;!?'()&+\-/\n]*$/.test(text);
  if (alone) return { encoding: 'GSM-7', units: text.length, parts: 1 };
  const characters = [...text];
  const gsm = characters.every((one) => basic.has(one) || extended.has(one));
  const sizes = characters.map((one) => (gsm ? (extended.has(one) ? 2 : 1) : one.length));
  const units = sizes.reduce((sum, size) => sum + size, 0);
  const [whole, joined] = gsm ? [160, 153] : [70, 67];
  if (units <= whole) return { encoding: gsm ? 'GSM-7' : 'UCS-2', units, parts: 1 };
  // An escape and its character, or the halves of one character, are never in two parts.
  let [parts, room] = [1, joined];
  for (const size of sizes) {
    if (size > room) [parts, room] = [parts + 1, joined];
    room -= size;
  }
  return { encoding: gsm ? 'GSM-7' : 'UCS-2', units, parts };
}

/** The longest text that is sent: more is a letter. */
export const mostParts = 4;
