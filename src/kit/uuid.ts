/** The text of an id (a UUID in small letters), as part of a pattern. */
export const uuidPattern = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';

const whole = new RegExp(`^${uuidPattern}$`);

/** Whether a text is an id. */
export const isUuid = (text: string): boolean => whole.test(text);
