/** A person's name as pages show it: given and family name, or 'Name not known' without either. */
export const shownName = (of: {
  given_name?: string | null | undefined;
  family_name?: string | null | undefined;
}): string => [of.given_name, of.family_name].filter(Boolean).join(' ') || 'Name not known';
