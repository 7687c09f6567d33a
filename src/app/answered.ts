/** What a person has answered and is not asked or told again, kept by the browser as far as it lets the page. Page side. */

/** Keys of the browser's store. */
export type Question = 'tour' | 'one-thread' | 'in-app';

/** False where nothing is kept: it is then shown at each visit. */
export function wasAnswered(question: Question): boolean {
  try {
    return localStorage.getItem(question) !== null;
  } catch {
    return false;
  }
}

export function rememberAnswer(question: Question): void {
  try {
    localStorage.setItem(question, 'seen');
  } catch {
    // A browser that forbids storage asks again at the next visit.
  }
}
