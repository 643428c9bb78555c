// Reading what numbers.rs has written.

/** The bytes of a packed text. */
async function inflate(text) {
  const raw = atob(text.trim());
  const bytes = new Uint8Array(raw.length);
  for (let i = 0; i < raw.length; i++) bytes[i] = raw.charCodeAt(i);
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** Whole numbers, read one after the other. */
class Numbers {
  constructor(bytes) {
    this.bytes = bytes;
    this.at = 0;
  }

  /** A number: zigzag in LEB128, up to 2^53. */
  next() {
    let byte = this.bytes[this.at++];
    if (byte < 0x80) return (byte >> 1) ^ -(byte & 1);
    let value = byte & 0x7f;
    let scale = 0x80;
    do {
      byte = this.bytes[this.at++];
      value += (byte & 0x7f) * scale;
      scale *= 0x80;
    } while (byte >= 0x80);
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }

  fill(array) {
    for (let i = 0; i < array.length; i++) array[i] = this.next();
    return array;
  }

  /** Numbers that were written as steps. */
  fillSums(array) {
    let sum = 0;
    for (let i = 0; i < array.length; i++) array[i] = sum += this.next();
    return array;
  }

  get isAtEnd() {
    return this.at >= this.bytes.length;
  }
}

/** The numbers of the block of this id, whose text is then dropped. */
async function readBlock(id) {
  const element = byId('block-' + id);
  const numbers = new Numbers(await inflate(element.textContent));
  element.remove();
  return numbers;
}
