package io.patternsdk.app.cdc.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** Asks PostgreSQL by its own program, which finds the server by its environment. */
final class Psql {
  private static final List<String> PSQL =
      List.of("psql", "-qtAX", "-v", "ON_ERROR_STOP=1", "-F", " ", "-c");

  private Psql() {}

  private static Process start(String sql) throws IOException {
    List<String> command = new ArrayList<>(PSQL);
    command.add(sql);
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  /** Returns what it answers. */
  static String ask(String sql) throws IOException, InterruptedException {
    Process psql = start(sql);
    psql.getOutputStream().close();
    return ended(psql, sql);
  }

  private static String ended(Process psql, String sql) throws IOException, InterruptedException {
    String answer = new String(psql.getInputStream().readAllBytes(), UTF_8).strip();
    if (psql.waitFor() != 0) {
      throw new IllegalStateException(sql + ": " + answer);
    }
    return answer;
  }

  static long number(String sql) throws IOException, InterruptedException {
    return Long.parseLong(ask(sql));
  }

  /** Lines that become rows of a table. */
  static final class Copy implements AutoCloseable {
    private final Process psql;
    private final BufferedWriter lines;
    private final String sql;

    /** Begins to copy. */
    Copy(String table) throws IOException {
      sql = "COPY " + table + " FROM STDIN";
      psql = start(sql);
      lines = new BufferedWriter(new OutputStreamWriter(psql.getOutputStream(), UTF_8));
    }

    /** Adds a row of these texts. */
    void add(String... texts) {
      try {
        for (int i = 0; i < texts.length; i++) {
          lines.write(i == 0 ? "" : "\t");
          lines.write(texts[i].replace("\\", "\\\\"));
        }
        lines.write('\n');
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** Adds a row as PostgreSQL reads it, with tabs between its columns. */
    void line(String row) {
      try {
        lines.write(row);
        lines.write('\n');
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void close() throws IOException {
      lines.close();
      try {
        String unused = ended(psql, sql);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException(sql + " was interrupted");
      }
    }
  }
}
