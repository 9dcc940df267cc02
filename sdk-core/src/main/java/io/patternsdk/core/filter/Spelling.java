package io.patternsdk.core.filter;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Names that are no operators but were surely meant as such, and what to write instead. */
final class Spelling {
  private static final List<String> LOGICAL = List.of("$and", "$or", "$not");
  private static final int NEAR = 2;

  private Spelling() {}

  /** What to write instead of the name behind the last dot; empty if it may well be a field. */
  static Optional<String> cure(String name) {
    String plain = name.toLowerCase(Locale.ROOT).replace("_", "").replace("-", "");
    if (plain.equals("regex") || plain.equals("regexp")) {
      return Optional.of("unsupported operator " + name + "; use startswith, endswith or contains");
    }
    return Operator.labelled(plain)
        .filter(operator -> !operator.label().equals(name))
        .map(operator -> "unknown operator " + name + "; write " + operator);
  }

  /** What to write instead of an unknown name that begins with a dollar sign. */
  static String logical(String name) {
    if (name.equals("$regex")) {
      return "unsupported operator $regex; use startswith, endswith or contains behind a field";
    }
    Optional<Operator> operator = Operator.labelled(name.substring(1));
    if (operator.isPresent()) {
      return name + " belongs behind a field: \"field." + operator.get() + "\"";
    }
    for (String known : LOGICAL) {
      if (distance(known, name.toLowerCase(Locale.ROOT)) <= NEAR) {
        return "unknown operator " + name + "; write " + known;
      }
    }
    return "unknown operator " + name + "; there are $and, $or, $not; a field is \\" + name;
  }

  /** How many characters must be inserted, deleted or replaced to turn one into the other. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
