/**
 * Remembers which notices a person has answered, so that they are not shown again, as far as the
 * browser stores it. Page side.
 */

/** Keys in the browser's storage. */
export type Question = 'tour' | 'one-thread' | 'in-app';

/** False where nothing is stored: the notice is then shown at each visit. */
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
