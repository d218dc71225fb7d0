/** Days after which somebody is told again that a restriction is due to be looked at, for as long as it is. */
export const reviewAgainAfter = 7;
