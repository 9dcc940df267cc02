package io.patternsdk.benchmarks.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.patternsdk.benchmarks.paired.Comparison;
import io.patternsdk.core.json.JsonObject;
import io.patternsdk.core.json.JsonObjectBuilder;
import java.util.List;

/** What JSON costs, beside jackson-core: {@code script/bench json}. */
public final class JsonCost {
  private static final String SMALL =
      """
      {"id":"service-1234","metadata":{"protocol":"udp","region":"eu-central-1","weight":10,\
      "tags":["dns","edge"],"secure":true},"ttl":"30s","topic":null}\
      """;

  private JsonCost() {}

  /** Prints it; {@code --quick} for a fast look. */
  public static void main(String[] args) {
    int rounds = List.of(args).contains("--quick") ? 15 : 60;
    print("an identity of 150 bytes", SMALL, rounds);
    print("an identity with 100 fields of metadata", large("service number "), rounds);
    print("the same, with texts beyond ASCII", large("Dienst für Köln, Nummer "), rounds);
  }

  private static String large(String text) {
    JsonObjectBuilder metadata = JsonObject.builder();
    for (int i = 0; i < 100; i++) {
      metadata.put("field_" + i, i % 4 == 0 ? (Object) (i * 1.25) : text + i);
    }
    return JsonObject.builder().put("id", "a").put("metadata", metadata.build()).build().toString();
  }

  private static void print(String what, String text, int rounds) {
    byte[] document = text.getBytes(UTF_8);
    JsonObject tree = JsonObject.parse(document);
    JacksonTree jackson = new JacksonTree();
    if (!jackson.read(document).equals(tree)
        || !tree.equals(JsonObject.parse(jackson.write(tree)))) {
      throw new AssertionError("the two do not read the same");
    }
    new Comparison("Reading " + what + " (" + document.length + " bytes)")
        .each(
            "jackson-core, into the tree of sdk-core",
            i -> jackson.read(document).asObject().size())
        .each("jackson-core, tokens alone", i -> jackson.tokens(document))
        .each("sdk-core", i -> JsonObject.parse(document).size())
        .rounds(rounds)
        .print(1);
    new Comparison("Writing " + what)
        .each("jackson-core, from the tree of sdk-core", i -> jackson.write(tree).length)
        .each("sdk-core", i -> tree.toBytes().length)
        .rounds(rounds)
        .print(1);
  }
}
