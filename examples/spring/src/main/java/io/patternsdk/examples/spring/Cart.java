package io.patternsdk.examples.spring;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * What somebody wants to buy.
 *
 * @param items unmodifiable
 */
record Cart(List<String> items) implements Serializable {
  private static final long serialVersionUID = 1L;

  static final Cart EMPTY = new Cart(List.of());

  Cart with(String item) {
    List<String> more = new ArrayList<>(items);
    more.add(item);
    return new Cart(List.copyOf(more));
  }
}
