package io.patternsdk.lifecycle.logging;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.text.MessageFormat;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.logging.Level;
import java.util.logging.LogRecord;

/** How an event of the log looks; called on the thread that logs. */
interface Lines {

  /** Returns the text of an event, with its line end. */
  String text(LogRecord event);

  /** Returns the words, with parameters put in where there are any. */
  static String message(LogRecord event) {
    String message = String.valueOf(event.getMessage());
    ResourceBundle bundle = event.getResourceBundle();
    if (bundle != null && bundle.containsKey(message)) {
      message = bundle.getString(message);
    }
    Object[] parameters = event.getParameters();
    if (parameters == null || parameters.length == 0 || !message.contains("{")) {
      return message;
    }
    try {
      return new MessageFormat(message, Locale.ROOT).format(parameters);
    } catch (IllegalArgumentException e) {
      return message; // braces that mean something else
    }
  }

  /** Returns the level under the name that configuration has for it. */
  static String level(LogRecord event) {
    int level = event.getLevel().intValue();
    if (level >= Level.SEVERE.intValue()) {
      return "error";
    }
    if (level >= Level.WARNING.intValue()) {
      return "warn";
    }
    if (level >= Level.INFO.intValue()) {
      return "info";
    }
    return level >= Level.FINE.intValue() ? "debug" : "trace";
  }

  /** Returns the name of the thread that logs; virtual threads often have a number only. */
  static String thread() {
    Thread thread = Thread.currentThread();
    return thread.getName().isEmpty() ? "virtual-" + thread.threadId() : thread.getName();
  }

  /** Returns an exception with its causes, one frame a line. */
  static String trace(Throwable thrown) {
    StringWriter text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text));
    return text.toString();
  }
}
