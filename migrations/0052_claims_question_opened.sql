-- Claims: the page of an employer's link shows a name, so that it was opened is written down.

alter table employer_question add opened_on date;
comment on column employer_question.opened_on is 'The latest day on which its page was opened: each such day is an event of the case, and one is enough.';
