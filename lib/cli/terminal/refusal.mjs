/** Why a command does not go on, told to the person at the terminal: no stack, but what to do. */
export class Refusal extends Error {
  /**
   * @param {string} message
   * @param {string} [remedy] what to do about it
   */
  constructor(message, remedy) {
    super(message);
    this.remedy = remedy;
  }

  describe() {
    return this.remedy === undefined ? this.message : `${this.message}\n${this.remedy}`;
  }
}
