package io.patternsdk.core.config;

import org.jspecify.annotations.Nullable;

/**
 * Where a shape reads: who collects problems, and under which path they are reported.
 *
 * @param expected what would be right here, with its range
 * @param source the text that was expanded into what is read here, to be shown in its place
 */
record Place(
    Problems problems,
    Placeholders placeholders,
    String path,
    String expected,
    @Nullable String source) {

  Place(Problems problems, Placeholders placeholders, String path, String expected) {
    this(problems, placeholders, path, expected, null);
  }

  Place item(int index, String expected) {
    return new Place(problems, placeholders, path + "[" + index + "]", expected, source);
  }

  /** The same place for pieces of a text that is expanded already. */
  Place expanded(String text) {
    String shown = placeholders.occurIn(text) ? text : null;
    return new Place(problems, placeholders.done(), path, expected, shown);
  }

  void note(SettingsNode node, String what) {
    problems.note(new Problem(node.location(), path, what, "expected " + expected));
  }

  void note(SettingsNode node, UnresolvedException unresolved) {
    problems.note(new Problem(node.location(), path, unresolved.what(), unresolved.fix()));
  }

  /** The text for a message; what a placeholder stands for is never shown. */
  String quote(SettingsNode.Scalar scalar) {
    String hidden = written(scalar);
    return hidden == null
        ? '"' + Masking.mask(scalar.text()) + '"'
        : Masking.mask(hidden) + " after expansion";
  }

  /** Whether placeholders leave nothing of a text. */
  boolean leavesNothing(SettingsNode node) {
    return node instanceof SettingsNode.Scalar scalar && placeholders.leaveNothing(scalar.text());
  }

  /** The text with its placeholders, or null where there are none. */
  @Nullable String written(SettingsNode node) {
    return node instanceof SettingsNode.Scalar scalar && placeholders.occurIn(scalar.text())
        ? scalar.text()
        : source;
  }
}
