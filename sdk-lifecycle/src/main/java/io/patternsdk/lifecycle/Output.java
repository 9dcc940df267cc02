package io.patternsdk.lifecycle;

import io.patternsdk.core.config.Redaction;
import java.io.PrintStream;

/** Where a program prints, without anything that a placeholder or a secret stood for. */
record Output(PrintStream out, PrintStream err, Redaction redaction) {

  /** Prints the answer to a command line. */
  void answer(String text) {
    print(out, text);
  }

  /** Prints what is wrong, one problem a line. */
  void complain(String text) {
    print(err, text + "\n");
  }

  private void print(PrintStream stream, String text) {
    stream.print(redaction.of(text));
    stream.flush();
  }
}
