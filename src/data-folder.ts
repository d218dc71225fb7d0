import { join } from 'node:path';

/** Where Newel keeps its own database and what it makes once (assets): NEWEL_DATA, else .newel/ beside the program. */
export const dataFolder = (): string => process.env.NEWEL_DATA ?? join(import.meta.dirname, '../.newel');
