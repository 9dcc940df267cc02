package io.patternsdk.app.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.json.JsonObject;
import io.patternsdk.http.OpenApi;
import io.patternsdk.testkit.Eventually;
import java.time.Duration;
import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** What openapi.json says. Notes which of the documented answers have been seen. */
public final class Description {
  private static final Eventually SOON = Eventually.within(Duration.ofMinutes(1));
  private static final Set<String> METHODS = Set.of("get", "post", "put", "delete", "patch");

  private final JsonObject document;
  private final Schema schema;
  private final Set<String> seen = new TreeSet<>();

  /** Reads the description of a program, which lies beside a class of its. */
  public Description(Class<?> beside) {
    document = JsonObject.parse(OpenApi.beside(beside).bytes());
    schema = new Schema(document);
  }

  /** All operations, as {@code GET /v1/identities}. */
  public Set<String> operations() {
    Set<String> operations = new TreeSet<>();
    document
        .object("paths")
        .forEach(
            (path, item) -> {
              for (String name : item.asObject().names()) {
                if (METHODS.contains(name)) {
                  operations.add(name.toUpperCase(Locale.ROOT) + " " + path);
                }
              }
            });
    return operations;
  }

  /** All documented answers, as {@code GET /v1/identities 200}. */
  public Set<String> answers() {
    Set<String> answers = new TreeSet<>();
    for (String operation : operations()) {
      for (String status : operation(operation).object("responses").names()) {
        answers.add(operation + " " + status);
      }
    }
    return answers;
  }

  /** The documented answers that have not been seen. */
  public Set<String> unseen() {
    Set<String> unseen = answers();
    unseen.removeAll(seen);
    return unseen;
  }

  /** Expects that these are the operations, with those that each program has. */
  public void operationsAre(Collection<String> routes) {
    Set<String> all = new TreeSet<>(routes);
    all.addAll(Set.of("GET /health", "GET /ready"));
    assertThat(operations()).isEqualTo(all);
  }

  /** Expects a body as the operation's schema for requests has it. */
  public void request(String operation, String body) {
    JsonObject content = operation(operation).object("requestBody").object("content");
    valid(content.object("application/json").object("schema"), body);
  }

  /** Expects an answer as it is documented, under its status or else under {@code default}. */
  public void answer(String operation, Answer answer) {
    JsonObject responses = operation(operation).object("responses");
    String exact = Integer.toString(answer.status());
    String status = responses.has(exact) ? exact : "default";
    assertThat(responses.names()).as(operation + ": " + exact).contains(status);
    seen.add(operation + " " + status);
    JsonObject response = responses.object(status);
    if (response.has("content")) {
      assertThat(response.object("content").names()).containsExactly(answer.type());
      JsonObject content = response.object("content").object(answer.type());
      valid(content.object("schema"), answer.response().body());
    } else {
      assertThat(answer.response().body()).isEmpty();
    }
  }

  /** Expects that a body is documented, and its answer one of success and documented as well. */
  public void answer(String operation, String body, Answer answer) {
    request(operation, body);
    assertThat(answer.status()).as(answer.response().body()).isBetween(200, 299);
    answer(operation, answer);
  }

  /** Expects that in the end the program is not ready, as documented, and healthy all the same. */
  public void notReady(Calls calls) {
    SOON.check(
        () -> {
          Answer ready = calls.get("/ready");
          assertThat(ready.status()).isEqualTo(503);
          answer("GET /ready", ready);
        });
    assertThat(calls.get("/health").status()).isEqualTo(200);
  }

  /** Expects the data of an event of the stream of an operation as it is documented. */
  public void event(String operation, Events.Event event) {
    seen.add(operation + " 200");
    JsonObject content = operation(operation).object("responses").object("200").object("content");
    valid(content.object("text/event-stream").object("schema"), event.data());
  }

  private JsonObject operation(String operation) {
    String[] words = operation.split(" ");
    return document.object("paths").object(words[1]).object(words[0].toLowerCase(Locale.ROOT));
  }

  private void valid(JsonObject by, String body) {
    assertThat(schema.problems(by, JsonObject.parse(body))).as(body).isEmpty();
  }
}
