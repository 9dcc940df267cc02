package io.patternsdk.lifecycle.logging;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.json.JsonObject;
import io.patternsdk.lifecycle.config.LoggingConfig;
import io.patternsdk.lifecycle.config.LoggingConfig.Format;
import io.patternsdk.lifecycle.config.LoggingConfig.Level;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import java.util.logging.Handler;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class LoggingTest {
  private static final System.Logger LOG = System.getLogger("io.patternsdk.test.Speaker");

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final Logger root = Logger.getLogger("");
  private java.util.logging.Level levelBefore;
  private List<Handler> handlersBefore;

  @BeforeEach
  void remember() {
    levelBefore = root.getLevel();
    handlersBefore = List.of(root.getHandlers());
  }

  @AfterEach
  void restore() {
    List.of(root.getHandlers()).forEach(root::removeHandler);
    handlersBefore.forEach(root::addHandler);
    root.setLevel(levelBefore);
  }

  private void configure(Level level, Format format) {
    configure(level, format, () -> TraceIds.NONE);
  }

  private void configure(Level level, Format format, Supplier<TraceIds> trace) {
    PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
    Logging.configure(
        new LoggingConfig(level, format),
        List.of("io.lettuce", "io.netty"),
        stream,
        trace,
        text -> text.replace("hunter2", "***"));
  }

  private List<String> lines() {
    return out.toString(StandardCharsets.UTF_8).lines().toList();
  }

  private JsonObject line() {
    assertThat(lines()).hasSize(1);
    return JsonObject.parse(lines().getFirst());
  }

  @Test
  void jsonIsOneObjectALine() {
    configure(Level.INFO, Format.JSON);
    LOG.log(System.Logger.Level.WARNING, "says \"hello\"\nand more");
    assertThat(line().names()).containsExactly("time", "level", "logger", "message", "thread");
    assertThat(line().string("level")).isEqualTo("warn");
    assertThat(line().string("logger")).isEqualTo("io.patternsdk.test.Speaker");
    assertThat(line().string("message")).isEqualTo("says \"hello\"\nand more");
    assertThat(line().string("thread")).isEqualTo(Thread.currentThread().getName());
    assertThat(Instant.parse(line().string("time"))).isNotNull();
  }

  @Test
  void jsonHoldsTheWholeException() {
    configure(Level.INFO, Format.JSON);
    Exception thrown = new IllegalStateException("outer", new IllegalArgumentException("inner"));
    LOG.log(System.Logger.Level.ERROR, "failed", thrown);
    assertThat(line().string("exception"))
        .startsWith("java.lang.IllegalStateException: outer\n\tat ")
        .contains("Caused by: java.lang.IllegalArgumentException: inner");
  }

  @Test
  void jsonNamesTheSpanInForce() {
    configure(Level.INFO, Format.JSON, () -> new TraceIds("a".repeat(32), "b".repeat(16)));
    LOG.log(System.Logger.Level.INFO, "inside");
    assertThat(line().string("trace_id")).isEqualTo("a".repeat(32));
    assertThat(line().string("span_id")).isEqualTo("b".repeat(16));
  }

  @Test
  void halfAPairOfSurrogatesCostsNoLine() {
    configure(Level.INFO, Format.JSON);
    LOG.log(System.Logger.Level.INFO, "half " + '\ud83d');
    assertThat(line().string("message")).isEqualTo("half ?");
  }

  @Test
  void textShowsTimeLevelNameAndMessage() {
    configure(Level.INFO, Format.TEXT);
    LOG.log(System.Logger.Level.INFO, "hello");
    assertThat(lines().getFirst())
        .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z info  Speaker: hello");
  }

  @Test
  void aLineBreakInAMessageBeginsNoLine() {
    configure(Level.INFO, Format.TEXT);
    LOG.log(System.Logger.Level.INFO, "one\ntwo\r\u0085\u2028\u001b[31m");
    assertThat(lines())
        .singleElement()
        .asString()
        .endsWith("one\\u000atwo\\u000d\\u0085\\u2028\\u001b[31m");
  }

  @Test
  void norDoesOneInTheMessageOfAnException() {
    configure(Level.INFO, Format.TEXT);
    Exception thrown = new IllegalStateException("a\nforged", new RuntimeException("b\nforged"));
    thrown.addSuppressed(new RuntimeException("c\nforged", thrown));
    LOG.log(System.Logger.Level.ERROR, "failed", thrown);
    assertThat(lines()).noneMatch(line -> line.startsWith("forged"));
    assertThat(lines().get(1)).isEqualTo("java.lang.IllegalStateException: a\\u000aforged");
    assertThat(lines().get(2)).startsWith("    at ");
    assertThat(lines())
        .anyMatch(line -> line.equals("    Suppressed: java.lang.RuntimeException: c\\u000aforged"))
        .anyMatch(line -> line.equals("Caused by: java.lang.RuntimeException: b\\u000aforged"))
        .anyMatch(line -> line.startsWith("    Caused by: once more: "));
  }

  @Test
  void whatIsToBeHiddenIsHiddenInEveryPartOfALine() {
    for (Format format : Format.values()) {
      configure(Level.INFO, format);
      LOG.log(System.Logger.Level.INFO, "AUTH hunter2", new IllegalStateException("hunter2"));
    }
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("***").doesNotContain("hunter2");
  }

  @Test
  void noLibraryIsHeardBelowDebug() {
    configure(Level.TRACE, Format.TEXT);
    LoggerFactory.getLogger("io.lettuce.core.protocol.CommandEncoder").trace("Sent: AUTH x");
    LoggerFactory.getLogger("io.lettuce.core.protocol.CommandEncoder").debug("AUTH");
    Logger.getLogger("sun.net.www.protocol.http").finest("Authorization: x");
    assertThat(lines()).singleElement().asString().endsWith("CommandEncoder: AUTH");
  }

  @Test
  void whatIsBelowTheLevelIsNotLogged() {
    configure(Level.WARN, Format.TEXT);
    LOG.log(System.Logger.Level.INFO, "quiet");
    LOG.log(System.Logger.Level.WARNING, "loud");
    assertThat(lines()).singleElement().asString().endsWith("warn  Speaker: loud");
    configure(Level.OFF, Format.TEXT);
    LOG.log(System.Logger.Level.ERROR, "nothing");
    assertThat(lines()).hasSize(1);
  }

  @Test
  void debugAndTraceHaveLevelsOfTheirOwn() {
    configure(Level.TRACE, Format.TEXT);
    LOG.log(System.Logger.Level.DEBUG, "d");
    LOG.log(System.Logger.Level.TRACE, "t");
    assertThat(lines().get(0)).contains(" debug Speaker");
    assertThat(lines().get(1)).contains(" trace Speaker");
  }

  @Test
  void librariesAreHeardFromWarningUp() {
    configure(Level.DEBUG, Format.TEXT);
    LoggerFactory.getLogger("io.netty.channel.Thing").info("daily business");
    LoggerFactory.getLogger("io.netty.channel.Thing").warn("watch {}", "out");
    assertThat(lines()).singleElement().asString().endsWith("warn  Thing: watch out");
  }
}
