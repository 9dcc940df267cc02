package io.patternsdk.examples.prices;

/** So many of one item, for so much. */
record Order(String item, int count, int sum) {

  /** Reads what is written as {@code book 2}. */
  static Order parse(String line) {
    String[] words = line.split(" ", -1);
    return new Order(words[0], Integer.parseInt(words[1]), 0);
  }

  Order at(int price) {
    return new Order(item, count, count * price);
  }
}
