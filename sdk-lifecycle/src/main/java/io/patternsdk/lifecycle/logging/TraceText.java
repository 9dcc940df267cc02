package io.patternsdk.lifecycle.logging;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * An exception with its causes and what it suppressed: a line for each of them and for each frame,
 * as the JDK has them, but never more for one whose message has line breaks.
 */
final class TraceText {
  private static final String INDENT = "    ";

  private final List<String> lines = new ArrayList<>();
  private final Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());

  private TraceText() {}

  static List<String> of(Throwable thrown) {
    TraceText text = new TraceText();
    text.add("", "", thrown);
    return text.lines;
  }

  private void add(String indent, String caption, Throwable thrown) {
    if (!seen.add(thrown)) {
      lines.add(indent + caption + "once more: " + thrown);
      return;
    }
    lines.add(indent + caption + thrown);
    for (StackTraceElement frame : thrown.getStackTrace()) {
      lines.add(indent + INDENT + "at " + frame);
    }
    for (Throwable suppressed : thrown.getSuppressed()) {
      add(indent + INDENT, "Suppressed: ", suppressed);
    }
    if (thrown.getCause() != null) {
      add(indent, "Caused by: ", thrown.getCause());
    }
  }
}
