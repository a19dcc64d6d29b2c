/** Tells whether something happened while something ran; runs may nest. */
export class Noticing {
  #hasHappened = false;

  /** Notes that it happens. */
  note(): void {
    this.#hasHappened = true;
  }

  /** Whether it happened while `work` ran. What happens inside is not noticed outside. */
  isSeenIn(work: () => void): boolean {
    const before = this.#hasHappened;
    this.#hasHappened = false;
    work();
    const answer = this.#hasHappened;
    this.#hasHappened = before;
    return answer;
  }
}
