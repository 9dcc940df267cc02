package io.patternsdk.app.cdc.demo;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;

/** The tables that were delivered to ClickHouse, asked for over its HTTP interface. */
final class ClickHouseCopy {
  private static final int PAGE = 100_000;

  private final HttpClient http = HttpClient.newHttpClient();
  private final URI address;
  private final String password;

  /** Of a server at an address that has the password in it: {@code http://PASSWORD@host:port}. */
  ClickHouseCopy(String address) {
    URI all = URI.create(address);
    this.address = URI.create("http://" + all.getHost() + ":" + all.getPort() + "/");
    this.password = all.getUserInfo();
  }

  /** Returns what it answers, with a tab between columns. */
  String ask(String sql) throws IOException, InterruptedException {
    HttpRequest question =
        HttpRequest.newBuilder(address)
            .header("X-ClickHouse-User", "default")
            .header("X-ClickHouse-Key", password)
            .POST(BodyPublishers.ofString(sql + " FORMAT TSV"))
            .build();
    HttpResponse<String> answer = http.send(question, BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IllegalStateException(sql + ": " + answer.body());
    }
    return answer.body();
  }

  /** Copies a table into PostgreSQL as {@code copy.TABLE}, so that SQL compares both. */
  void load(String table, String key) throws IOException, InterruptedException {
    String unused = Psql.ask("CREATE TABLE copy.%1$s (LIKE public.%1$s)".formatted(table));
    try (Psql.Copy copy = new Psql.Copy("copy." + table)) {
      for (int offset = 0; ; offset += PAGE) {
        List<String> rows =
            ask("SELECT * EXCEPT (_version, _deleted) FROM %s FINAL ORDER BY %s LIMIT %d OFFSET %d"
                    .formatted(table, key, PAGE, offset))
                .lines()
                .toList();
        rows.forEach(copy::line);
        if (rows.size() < PAGE) {
          return;
        }
      }
    }
  }

  /** Returns whether a question that both understand has one answer, and what that is. */
  Sums sums(String table, String column) throws IOException, InterruptedException {
    String asked = "SELECT count(*), sum(%s) FROM %s".formatted(column, table);
    String here = ask(asked + " FINAL").strip().replace('\t', ' ');
    String source = Psql.ask(asked);
    return new Sums(here, source);
  }

  /** What ClickHouse and what the source say. */
  record Sums(String here, String source) {
    boolean equal() {
      return here.equals(source);
    }
  }
}
