/** Whether the invitation of the first visit was answered, kept by the browser as far as it lets the page. Page side. */
const key = 'tour';

/** False where nothing is kept: the invitation is then shown at each visit. */
export function wasInvited(): boolean {
  try {
    return localStorage.getItem(key) !== null;
  } catch {
    return false;
  }
}

export function rememberInvited(): void {
  try {
    localStorage.setItem(key, 'seen');
  } catch {
    // A browser that forbids storage asks again at the next visit.
  }
}
