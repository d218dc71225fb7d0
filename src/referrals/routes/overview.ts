/** What this room brings to the overview of a case: who holds it, who else is involved, and who waits on whom. */
import type { OverviewPart } from '../../cases/actions/overview-part.ts';
import { html, noHtml } from '../../kit/html.ts';
import { together } from '../../kit/together.ts';
import { holderFrom, holdingStory, type Story } from '../actions/case-manager.ts';
import { involvedHtml } from '../pages/overview.ts';
import { type InvolvedRow, involved } from '../store/waiting.ts';

/** One statement. Nothing for a case that nobody was ever referred from and that the key worker holds. */
export const servicesSoFar: OverviewPart = async (sql, head, today) => {
  let story: Story | null = null;
  let rows: InvolvedRow[] = [];
  await together(sql, [
    async (part) => {
      story = await holdingStory(part, head.caseId);
    },
    async (part) => {
      rows = await involved(part, { caseId: head.caseId });
    },
  ]);
  if (story === null) return noHtml;
  return html`${involvedHtml(head.caseId, holderFrom(story, today), rows, today)}`;
};
