/** Borrowed connections in order of when they come back: a binary heap in columns. */
export class Returns {
  size = 0;
  private atMs = new Float64Array(16);
  private slots = new Int32Array(16);

  get nextMs(): number {
    return this.size === 0 ? Number.POSITIVE_INFINITY : (this.atMs[0] ?? 0);
  }

  push(atMs: number, slot: number): void {
    if (this.size === this.slots.length) this.grow();
    let at = this.size++;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const parentMs = this.atMs[parent] ?? 0;
      if (parentMs <= atMs) break;
      this.atMs[at] = parentMs;
      this.slots[at] = this.slots[parent] ?? 0;
      at = parent;
    }
    this.atMs[at] = atMs;
    this.slots[at] = slot;
  }

  /** Only when `size` > 0. */
  pop(): number {
    const slot = this.slots[0] ?? 0;
    const size = --this.size;
    const atMs = this.atMs[size] ?? 0;
    const moved = this.slots[size] ?? 0;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= size) break;
      if (child + 1 < size && (this.atMs[child + 1] ?? 0) < (this.atMs[child] ?? 0)) child++;
      const childMs = this.atMs[child] ?? 0;
      if (childMs >= atMs) break;
      this.atMs[at] = childMs;
      this.slots[at] = this.slots[child] ?? 0;
      at = child;
    }
    this.atMs[at] = atMs;
    this.slots[at] = moved;
    return slot;
  }

  /** Those on loan, in no order; forgets them. */
  drain(): Int32Array {
    const slots = this.slots.slice(0, this.size);
    this.size = 0;
    return slots;
  }

  private grow(): void {
    const atMs = new Float64Array(this.slots.length * 2);
    const slots = new Int32Array(this.slots.length * 2);
    atMs.set(this.atMs);
    slots.set(this.slots);
    this.atMs = atMs;
    this.slots = slots;
  }
}
