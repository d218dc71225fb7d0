import type { Html } from '../../kit/html.ts';

/** What the timeline shows of one event. `href` leads to the record, on a page below the case's. */
export type Entry = { title: string; detail?: Html; href?: string };

/**
 * Shows one kind of event. `payload` is what the event keeps, as it was written at the time: read it with care, because
 * older events have the shape that was usual then. `caseId` is for links.
 */
export type Renderer = (payload: Readonly<Record<string, unknown>>, caseId: string) => Entry;

/** Renderers by kind of event. Each room exports one as `timeline`; the composition root merges them. */
export type Renderers = Readonly<Record<string, Renderer>>;
