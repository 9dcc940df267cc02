package io.patternsdk.testkit;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/**
 * Commands whose process begins with the default action for every signal. A process that was
 * started by {@code &} in a script, or by nohup, ignores some, and so would all that it starts: a
 * program under test would never hear of a SIGINT.
 */
public final class DefaultSignals {
  private static final List<List<String>> WAYS =
      List.of(
          List.of("env", "--default-signal"),
          List.of("perl", "-e", "$SIG{$_} = 'DEFAULT' for qw(HUP INT QUIT PIPE TERM); exec @ARGV"));

  private DefaultSignals() {}

  /**
   * Returns the command that replaces itself by {@code command}, so the process stays the same.
   *
   * @throws IllegalStateException if this machine has nothing that can do so
   */
  public static List<String> around(List<String> command) {
    return Stream.concat(Way.FOUND.stream(), command.stream()).toList();
  }

  /** Found once, when it is first needed. */
  private static final class Way {
    static final List<String> FOUND =
        WAYS.stream()
            .filter(way -> runs(Stream.concat(way.stream(), Stream.of("true")).toList()))
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "cannot reset signals: neither env --default-signal nor perl is here"));
  }

  private static boolean runs(List<String> command) {
    try {
      return new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false; // no such program
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while looking for a way to reset signals", e);
    }
  }
}
