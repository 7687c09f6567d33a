/** What ten probabilities say in few figures. Pure. */

/** Classes by falling probability (the lower label of equals first): labels 0–9. */
export const ranking = (probabilities: readonly number[]): number[] =>
  probabilities
    .map((_, label) => label)
    .toSorted((a, b) => (probabilities[b] ?? 0) - (probabilities[a] ?? 0) || a - b);

/**
 * The number of equally likely classes that would be as uncertain: e to the entropy −Σ p ln p (perplexity). 1 where one class has all, 10
 * where all ten have the same. Source: C. E. Shannon, "A Mathematical Theory of Communication", 1948, section 6.
 */
export const undecidedAmong = (probabilities: readonly number[]): number =>
  Math.exp(-probabilities.reduce((sum, p) => (p > 0 ? sum + p * Math.log(p) : sum), 0));
