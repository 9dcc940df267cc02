package io.patternsdk.core.config;

/**
 * Where a shape reads: who collects problems, and under which path they are reported.
 *
 * @param expected what would be right here, with its range
 */
record Place(Problems problems, Placeholders placeholders, String path, String expected) {

  Place item(int index) {
    return new Place(problems, placeholders, path + "[" + index + "]", expected);
  }

  /** The same place for text that was expanded already. */
  Place expanded() {
    return new Place(problems, Placeholders.none(), path, expected);
  }

  void note(SettingsNode node, String what) {
    problems.note(new Problem(node.location(), path, what, "expected " + expected));
  }

  void note(SettingsNode node, UnresolvedException unresolved) {
    problems.note(new Problem(node.location(), path, unresolved.what(), unresolved.fix()));
  }

  /** The text for a message; what a placeholder stands for is never shown. */
  String quote(SettingsNode.Scalar scalar) {
    String shown = Masking.mask(scalar.text());
    return placeholders.occurIn(scalar.text()) ? shown + " after expansion" : '"' + shown + '"';
  }
}
