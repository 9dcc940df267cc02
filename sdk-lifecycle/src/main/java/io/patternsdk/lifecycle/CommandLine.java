package io.patternsdk.lifecycle;

import io.patternsdk.core.config.ConfigException;
import io.patternsdk.core.config.Location;
import io.patternsdk.core.config.NearestName;
import io.patternsdk.core.config.Problem;
import io.patternsdk.core.config.Problems;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the program was called with.
 *
 * @param mode what to do
 * @param config the configuration file, where it is named
 * @param dev whether slots that nobody fills get the embedded driver
 * @param drivers a directory with more drivers
 */
record CommandLine(Mode mode, Optional<Path> config, boolean dev, Optional<Path> drivers) {
  private static final Location HERE = Location.whole("command line");
  private static final List<String> KNOWN =
      List.of(
          "--config",
          "--dev",
          "--drivers",
          "--help",
          "--test-startup",
          "--version",
          "guarantees",
          "run",
          "validate");

  enum Mode {
    RUN,
    VALIDATE,
    GUARANTEES,
    TEST_STARTUP,
    VERSION,
    HELP
  }

  /**
   * Reads the arguments.
   *
   * @throws ConfigException with everything that is wrong
   */
  static CommandLine parse(String... args) {
    Reading reading = new Reading(args);
    reading.all();
    reading.problems.throwIfAny();
    return new CommandLine(
        reading.mode,
        Optional.ofNullable(reading.config),
        reading.dev,
        Optional.ofNullable(reading.drivers));
  }

  static String usage(String program) {
    return """
    usage: %s [run | validate | guarantees] [OPTION]...

      run               run until a signal ends it; so it does where nothing is said
      validate          read the configuration, say what fills which slot, open nothing
      guarantees        open the backends, say what they guarantee for each slot and
                        what the pattern therefore promises, stop
      --test-startup    open the backends, make the pattern, check its health once, stop
      --config FILE     the configuration; else the variable PATTERN_CONFIG names it
      --dev             fill the slots that the configuration leaves empty with the
                        embedded driver; needs no configuration
      --drivers DIR     look for drivers in the jars of a directory too
      --version         print the versions of pattern, SDK and all drivers here
      --help            print this

    exit codes: 0 clean, 1 error, 2 timed out while stopping, 3 out of memory,
                69 a backend is unavailable at start, 78 wrong configuration
    """
        .formatted(program);
  }

  /** One pass over the arguments. */
  private static final class Reading {
    private final Deque<String> rest;
    private final Problems problems = new Problems();
    private final Map<String, String> given = new LinkedHashMap<>();
    private Mode mode = Mode.RUN;
    private boolean dev;
    private @Nullable Path config;
    private @Nullable Path drivers;

    Reading(String... args) {
      rest = new ArrayDeque<>(List.of(args));
    }

    void all() {
      while (!rest.isEmpty()) {
        String arg = rest.removeFirst();
        int equals = arg.startsWith("--") ? arg.indexOf('=') : -1;
        if (equals > 0) {
          rest.addFirst(arg.substring(equals + 1));
          withValue(arg.substring(0, equals));
        } else {
          one(arg);
        }
      }
    }

    private void withValue(String option) {
      switch (option) {
        case "--config", "--drivers" -> one(option);
        default -> {
          rest.removeFirst();
          note(option, KNOWN.contains(option) ? "takes no value" : "is unknown", hint(option));
        }
      }
    }

    private void one(String arg) {
      switch (arg) {
        case "run" -> mode(arg, Mode.RUN);
        case "validate" -> mode(arg, Mode.VALIDATE);
        case "guarantees" -> mode(arg, Mode.GUARANTEES);
        case "--test-startup" -> mode(arg, Mode.TEST_STARTUP);
        case "--version" -> mode(arg, Mode.VERSION);
        case "--help", "-h" -> mode(arg, Mode.HELP);
        case "--dev" -> {
          once(arg, arg);
          dev = true;
        }
        case "--config" -> {
          once(arg, arg);
          config = path(arg, "a file");
        }
        case "--drivers" -> {
          once(arg, arg);
          drivers = path(arg, "a directory");
        }
        default -> note(arg, "is unknown", hint(arg));
      }
    }

    /** What the program does can be said once; asking for help beside it is no contradiction. */
    private void mode(String arg, Mode wanted) {
      if (wanted != Mode.HELP && mode != Mode.HELP) {
        once("mode", arg);
      }
      mode = mode == Mode.HELP ? Mode.HELP : wanted;
    }

    private void once(String what, String arg) {
      String before = given.putIfAbsent(what, arg);
      if (before != null) {
        note(
            arg,
            before.equals(arg) ? "is given twice" : "contradicts " + before,
            "keep one of them");
      }
    }

    private Path path(String option, String what) {
      String value = rest.pollFirst();
      if (value == null || value.isEmpty() || value.startsWith("--")) {
        note(option, "needs " + what, "");
        return Path.of("");
      }
      return Path.of(value);
    }

    private String hint(String arg) {
      return NearestName.of(arg, KNOWN)
          .map(name -> name.equals(arg) ? "" : "did you mean " + name + "?")
          .orElse("see --help");
    }

    private void note(String arg, String what, String fix) {
      problems.note(new Problem(HERE, arg, what, fix));
    }
  }
}
