package io.patternsdk.lifecycle.logging;

import io.patternsdk.lifecycle.config.LoggingConfig;
import java.io.PrintStream;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.slf4j.ILoggerFactory;
import org.slf4j.LoggerFactory;

/**
 * The log of a process: everything that goes to {@link System.Logger}, java.util.logging or, by
 * slf4j-jdk14, to SLF4J comes out here, one event after the other.
 */
public final class Logging {
  /**
   * Libraries whose daily business is no operator's; a logger that nobody holds is forgotten. None
   * is ever heard below debug: there they dump what they send, keys and passwords included.
   */
  private static final List<Logger> QUIET =
      Stream.of("org.eclipse.jetty", "io.opentelemetry", "java", "javax", "jdk", "sun", "com.sun")
          .map(Logger::getLogger)
          .toList();

  /** Those that the drivers name. */
  private static List<Logger> clients = List.of();

  /**
   * Tracing says once what its exporter would say with every batch, and whoever sends a malformed
   * request is answered and fills no log.
   */
  private static final List<Logger> SILENT =
      Stream.of("io.opentelemetry.exporter", "org.eclipse.jetty.http")
          .map(Logger::getLogger)
          .toList();

  private Logging() {}

  /**
   * Sends the log of this process to a stream, in place of where it went before.
   *
   * @param clients loggers that are held as those of the libraries that come with the SDK
   * @param trace the trace in force on the calling thread, for lines in JSON
   * @param hide takes out of a text what must not be seen
   */
  public static synchronized void configure(
      LoggingConfig config,
      List<String> clients,
      PrintStream out,
      Supplier<TraceIds> trace,
      UnaryOperator<String> hide) {
    Logger root = Logger.getLogger("");
    for (Handler handler : root.getHandlers()) {
      root.removeHandler(handler);
    }
    Level level = level(config.level());
    root.setLevel(level);
    root.addHandler(
        new LineHandler(
            switch (config.format()) {
              case TEXT -> new TextLines(hide);
              case JSON -> new JsonLines(trace, hide);
            },
            out));
    boolean everything = config.level() == LoggingConfig.Level.TRACE;
    Logging.clients = clients.stream().map(Logger::getLogger).toList();
    Stream.concat(QUIET.stream(), Logging.clients.stream())
        .forEach(logger -> logger.setLevel(everything ? Level.FINE : quiet(level)));
    SILENT.forEach(logger -> logger.setLevel(everything ? Level.FINE : Level.OFF));
    bindSlf4j();
  }

  /**
   * Or drivers that are opened at the same time do it, and SLF4J complains of the one that waits.
   */
  private static void bindSlf4j() {
    ILoggerFactory unused = LoggerFactory.getILoggerFactory();
  }

  private static Level quiet(Level level) {
    return level.intValue() > Level.WARNING.intValue() ? level : Level.WARNING;
  }

  private static Level level(LoggingConfig.Level level) {
    return switch (level) {
      case TRACE -> Level.ALL;
      case DEBUG -> Level.FINE;
      case INFO -> Level.INFO;
      case WARN -> Level.WARNING;
      case ERROR -> Level.SEVERE;
      case OFF -> Level.OFF;
    };
  }
}
