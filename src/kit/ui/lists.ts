import { type Attributes, attrs, type Html, html, noHtml, toHtml, trusted } from '../html.ts';
import {
  type Content,
  classAndAttrs,
  cls,
  content,
  heading,
  type Items,
  present,
  type Styled,
  type Text,
} from './common.ts';
import { type TagOptions, tag } from './messages.ts';

export interface SummaryListAction extends Content, Styled {
  readonly href: string;
  /** Says what the link acts on, after its own words: 'Change' + 'name'. */
  readonly visuallyHiddenText?: string | undefined;
}

export interface SummaryListActions {
  readonly items?: readonly SummaryListAction[] | undefined;
  readonly classes?: string | undefined;
}

export interface SummaryListRow {
  readonly key: Content & { readonly classes?: string | undefined };
  readonly value?: (Content & { readonly classes?: string | undefined }) | undefined;
  readonly actions?: SummaryListActions | undefined;
  readonly classes?: string | undefined;
}

export interface SummaryCard extends Styled {
  readonly title?:
    | (Content & { readonly headingLevel?: number | undefined; readonly classes?: string | undefined })
    | undefined;
  readonly actions?: SummaryListActions | undefined;
}

export interface SummaryListOptions extends Styled {
  readonly rows: Items<SummaryListRow>;
  readonly card?: SummaryCard | undefined;
}

function actionLink(action: SummaryListAction, cardTitle: Content | undefined): Html {
  const about = action.visuallyHiddenText ? html` ${action.visuallyHiddenText}` : noHtml;
  const card = cardTitle ? html` (${content(cardTitle)})` : noHtml;
  const hidden =
    action.visuallyHiddenText || cardTitle ? html`<span class="govuk-visually-hidden">${about}${card}</span>` : noHtml;
  return html`<a${classAndAttrs('govuk-link', action)} href="${action.href}">${content(action)}${hidden}</a>`;
}

function rowActions(actions: SummaryListActions | undefined, cardTitle: Content | undefined): Html {
  const items = actions?.items ?? [];
  const [first] = items;
  if (first === undefined) return noHtml;
  const links =
    items.length === 1
      ? actionLink(first, cardTitle)
      : html`<ul class="govuk-summary-list__actions-list">${items.map((action) => html`<li class="govuk-summary-list__actions-list-item">${actionLink(action, cardTitle)}</li>\n`)}</ul>`;
  return html`<dd class="${cls('govuk-summary-list__actions', actions?.classes)}">${links}</dd>`;
}

function card(options: SummaryCard, list: Html): Html {
  const { title, actions } = options;
  const items = actions?.items ?? [];
  const [first] = items;
  const classes = cls('govuk-summary-card__actions', actions?.classes);
  let links = noHtml;
  if (first !== undefined && items.length === 1) {
    links = html`<div class="${classes}">${actionLink(first, title)}</div>`;
  } else if (first !== undefined) {
    links = html`<ul class="${classes}">${items.map((action) => html`<li class="govuk-summary-card__action">${actionLink(action, title)}</li>\n`)}</ul>`;
  }
  const head = title
    ? heading(
        title.headingLevel || 2,
        attrs({ class: cls('govuk-summary-card__title', title.classes) }),
        content(title),
      )
    : noHtml;
  return html`<div${classAndAttrs('govuk-summary-card', options)}>
<div class="govuk-summary-card__title-wrapper">${head}${links}</div>
<div class="govuk-summary-card__content">${list}</div>
</div>`;
}

/** GOV.UK summary list, in a card when `card` is given. */
export function summaryList(options: SummaryListOptions): Html {
  const rows = present(options.rows).map(({ item }) => item);
  const anyActions = rows.some((row) => row.actions?.items?.length);
  const shown = rows.map((row) => {
    const bare = anyActions && !row.actions?.items && 'govuk-summary-list__row--no-actions';
    return html`<div class="${cls('govuk-summary-list__row', bare, row.classes)}">
<dt class="${cls('govuk-summary-list__key', row.key?.classes)}">${content(row.key)}</dt>
<dd class="${cls('govuk-summary-list__value', row.value?.classes)}">${content(row.value)}</dd>
${rowActions(row.actions, options.card?.title)}
</div>`;
  });
  const list = html`<dl${classAndAttrs('govuk-summary-list', options)}>${shown}</dl>`;
  return options.card ? card(options.card, list) : list;
}

export interface TableCell extends Content, Styled {
  /** 'numeric' aligns to the right with figures of one width. */
  readonly format?: string | undefined;
  readonly colspan?: number | undefined;
  readonly rowspan?: number | undefined;
}

export interface TableOptions extends Styled {
  readonly caption?: Text | undefined;
  readonly captionClasses?: string | undefined;
  readonly head?: readonly TableCell[] | undefined;
  readonly rows: Items<readonly TableCell[]>;
  readonly firstCellIsHeader?: boolean | undefined;
  /** On a narrow screen each row becomes a block whose cells name their columns; for tables of work, not of figures. */
  readonly stack?: boolean | undefined;
}

/** What a head cell says, without its tags. */
function headText(cell: TableCell): Text | Html | undefined {
  if (cell.html === undefined || cell.html.value === '') return cell.text;
  // The rest of Html without its tags is text that has been escaped already.
  return trusted(cell.html.value.replace(/<[^>]*>/g, '').trim());
}

const dataLabel = (text: Text | Html | undefined): Html => attrs({ 'data-label': text });

const spans = (cell: TableCell): Html =>
  cell.colspan || cell.rowspan
    ? attrs({ colspan: cell.colspan || undefined, rowspan: cell.rowspan || undefined })
    : noHtml;

function tableRows({ rows, head, firstCellIsHeader, stack }: TableOptions): Html {
  const labels = stack ? head?.map((cell) => dataLabel(headText(cell))) : undefined;
  const begin = (cell: TableCell, i: number): string => {
    if (i === 0 && firstCellIsHeader)
      return html`<th scope="row"${classAndAttrs('govuk-table__header', cell)}${spans(cell)}>`.value;
    const base = cls('govuk-table__cell', cell.format && `govuk-table__cell--${cell.format}`);
    return html`<td${classAndAttrs(base, cell)}${spans(cell)}${labels?.[i]}>`.value;
  };
  // Most cells of a column begin like the one above, and a table may have thousands.
  const above: { format: string | undefined; text: string }[] = [];
  const beginOf = (cell: TableCell, i: number): string => {
    if (cell.classes || cell.attributes || cell.colspan || cell.rowspan) return begin(cell, i);
    const known = above[i];
    if (known !== undefined && known.format === cell.format) return known.text;
    const text = begin(cell, i);
    above[i] = { format: cell.format, text };
    return text;
  };
  let out = '';
  for (const row of rows) {
    if (!row) continue;
    out += '<tr class="govuk-table__row">';
    for (const [i, cell] of row.entries())
      out += beginOf(cell, i) + toHtml(content(cell)).value + (i === 0 && firstCellIsHeader ? '</th>' : '</td>');
    out += '</tr>\n';
  }
  return trusted(out);
}

/** GOV.UK table. Wide ones belong in `scrollRegion`. */
export function table(options: TableOptions): Html {
  const caption = options.caption
    ? html`<caption class="${cls('govuk-table__caption', options.captionClasses)}">${options.caption}</caption>`
    : noHtml;
  const headCells = options.head?.map((cell) => {
    const base = cls('govuk-table__header', cell.format && `govuk-table__header--${cell.format}`);
    return html`<th scope="col"${classAndAttrs(base, cell)}${spans(cell)}>${content(cell)}</th>`;
  });
  const head = headCells
    ? html`<thead class="govuk-table__head"><tr class="govuk-table__row">${headCells}</tr></thead>`
    : noHtml;
  return html`<table${classAndAttrs(cls('govuk-table', options.stack && 'newel-table--stack'), options)}>${caption}${head}<tbody class="govuk-table__body">${tableRows(options)}</tbody></table>`;
}

/**
 * A table, or a wide chart, that scrolls sideways by itself on a narrow screen. `label` names the region for people
 * who reach it by keyboard.
 */
export function scrollRegion(options: { readonly label: string; readonly html: Html }): Html {
  return html`<div class="newel-scroll" role="region" aria-label="${options.label}" tabindex="0">${options.html}</div>`;
}

export interface SortHeadOptions {
  readonly text: Text;
  /** Where the table stands sorted by this column, or the other way round when it is already. */
  readonly href: string;
  readonly sort: 'ascending' | 'descending' | 'none';
  readonly format?: string | undefined;
  readonly classes?: string | undefined;
  readonly attributes?: Attributes | undefined;
}

/** A head cell whose link sorts the table on the server. */
export function sortHead(options: SortHeadOptions): TableCell {
  return {
    html: html`<a class="newel-sort" href="${options.href}">${options.text}</a>`,
    format: options.format,
    classes: options.classes,
    attributes: { ...options.attributes, 'aria-sort': options.sort },
  };
}

export interface TaskListItem {
  readonly title: Content & { readonly classes?: string | undefined };
  readonly hint?: Content | undefined;
  readonly status: Content & { readonly tag?: TagOptions | undefined; readonly classes?: string | undefined };
  readonly href?: string | undefined;
  readonly classes?: string | undefined;
}

export interface TaskListOptions extends Styled {
  readonly idPrefix?: string | undefined;
  readonly items: Items<TaskListItem>;
}

/** GOV.UK task list. */
export function taskList(options: TaskListOptions): Html {
  const prefix = options.idPrefix || 'task-list';
  const items = present(options.items).map(({ item, index }) => {
    const hintId = `${prefix}-${index}-hint`;
    const statusId = `${prefix}-${index}-status`;
    const title = content(item.title);
    const link = cls('govuk-link govuk-task-list__link', item.title.classes);
    const name = item.href
      ? html`<a class="${link}" href="${item.href}" aria-describedby="${cls(item.hint && hintId, statusId)}">${title}</a>`
      : html`<div${attrs({ class: item.title.classes || undefined })}>${title}</div>`;
    const hint = item.hint
      ? html`<div id="${hintId}" class="govuk-task-list__hint">${content(item.hint)}</div>`
      : noHtml;
    const status = item.status.tag ? tag(item.status.tag) : content(item.status);
    return html`<li class="${cls('govuk-task-list__item', item.href && 'govuk-task-list__item--with-link', item.classes)}">
<div class="govuk-task-list__name-and-hint">${name}${hint}</div>
<div class="${cls('govuk-task-list__status', item.status.classes)}" id="${statusId}">${status}</div>
</li>`;
  });
  return html`<ul${classAndAttrs('govuk-task-list', options)}>${items}</ul>`;
}
