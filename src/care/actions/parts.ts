/** What other rooms may join of supervision. */
export { type SupervisionPart, supervisionOf } from '../store/parts.ts';
