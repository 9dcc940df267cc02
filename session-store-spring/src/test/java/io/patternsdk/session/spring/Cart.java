package io.patternsdk.session.spring;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/** An object that is changed where it lies. */
final class Cart implements Serializable {
  private static final long serialVersionUID = 1L;

  private final ArrayList<String> items = new ArrayList<>();

  static Cart of(String... items) {
    Cart cart = new Cart();
    cart.items.addAll(List.of(items));
    return cart;
  }

  void add(String item) {
    items.add(item);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Cart cart && cart.items.equals(items);
  }

  @Override
  public int hashCode() {
    return items.hashCode();
  }
}
